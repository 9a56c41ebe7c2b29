#pragma once

#include "sandbox/sandboxoptions.h"

namespace syncline::bench {

/// Serves the board in the state file until standard input ends. Prints the address, and in the end what it
/// cost as a line of JSON.
int serve(const QString &stateFile, const sandbox::SandboxOptions &options);

} // namespace syncline::bench
