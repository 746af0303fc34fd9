#pragma once

namespace deskbell::bot {

/// What the program tells the shell. People script against these numbers.
enum ExitCode : int {
    kGood = 0,
    kCheckFailed = 1,
    kUsage = 2,        ///< wrong usage or configuration; stderr says which and how to mend it
    kUnreachable = 3,  ///< the outside world does not answer, or the disk is full: trying again can help
};

}  // namespace deskbell::bot
