// A dialog that is asked for something: each opening has its own answer, given when it closes.

// The browser tells a closing a moment later; by then somebody quick, or on a slow machine, may have it open again.
// What that opening was left with is given first, and the late news is not taken for the end of the new one.
export function asking(dialog, answerOf) {
  let give = null;
  const end = () => {
    give?.(answerOf(dialog.returnValue));
    give = null;
  };
  dialog.addEventListener("close", () => dialog.open || end());
  return (prepare) => {
    end();
    return new Promise((resolve) => {
      give = resolve;
      prepare();
      dialog.returnValue = "";
      dialog.showModal();
    });
  };
}
