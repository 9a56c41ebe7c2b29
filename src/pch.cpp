// Carries the precompiled header of the engine.
