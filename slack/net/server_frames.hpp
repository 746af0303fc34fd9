#pragma once
#include <cstddef>
#include <cstdint>
#include <deque>

namespace deskbell::slack {

/// Reads along the bytes of a WebSocket and notes for each message whether it came in one frame or in
/// several. Needed because the library hands over whole messages, while Slack loses the fragmented ones.
class FrameNotes {
public:
    /// Messages noted ahead of their delivery; further ones count as whole.
    static constexpr std::size_t kNotesMax = 1024;

    void feed(const unsigned char* bytes, std::size_t size);
    /// True when the oldest message not yet asked for was fragmented.
    bool take();

private:
    void header_done();

    std::size_t header_have_ = 0;
    std::size_t header_need_ = 2;
    unsigned char header_[14] = {};
    std::uint64_t skip_ = 0;
    bool in_pieces_ = false;
    std::deque<bool> notes_;
};

}  // namespace deskbell::slack
