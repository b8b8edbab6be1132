"""A centre's day: its candidates, its sessions by commission, room and hour, its workstations, its paper."""
