#pragma once
#include <chrono>

namespace deskbell::slack {

/// The times of the connection. Tests shorten them; people do not change them.
struct SocketTimes {
    std::chrono::milliseconds step{10'000};     ///< DNS, TCP, TLS, upgrade, and wait for hello: each
    std::chrono::milliseconds silence{45'000};  ///< no inbound frame of any kind: the socket is dead
    std::chrono::milliseconds ping{10'000};     ///< our own ping after this much silence
    std::chrono::milliseconds close{2'000};     ///< close handshake, then TCP is shut down
    std::chrono::milliseconds backoff_first{1'000};
    std::chrono::milliseconds backoff_most{60'000};
    std::chrono::milliseconds healthy{60'000};         ///< after this much health the back-off starts over
    std::chrono::milliseconds fatal_retry{300'000};    ///< after invalid_auth and its like
    std::chrono::milliseconds too_many_retry{30'000};  ///< after too_many_websockets
    std::chrono::milliseconds retire{
        30'000};  ///< a connection that was replaced may still deliver for so long
};

}  // namespace deskbell::slack
