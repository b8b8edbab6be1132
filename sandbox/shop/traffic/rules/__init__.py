"""Pure rules of traffic: periods, the simulator's profile, the simulator, the indicators."""
