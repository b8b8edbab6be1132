// What the back offices use of TipTap, in one file without any outside request.
export { Editor } from "@tiptap/core";
export { StarterKit } from "@tiptap/starter-kit";
export { Table, TableCell, TableHeader, TableRow } from "@tiptap/extension-table";
