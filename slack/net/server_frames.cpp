#include "slack/net/server_frames.hpp"

#include <algorithm>

namespace deskbell::slack {

void FrameNotes::feed(const unsigned char* bytes, std::size_t size)
{
    while (size > 0) {
        if (skip_ > 0) {
            const auto step = static_cast<std::size_t>(std::min<std::uint64_t>(skip_, size));
            skip_ -= step;
            bytes += step;
            size -= step;
            continue;
        }
        header_[header_have_++] = *bytes++;
        --size;
        if (header_have_ == 2) {
            const unsigned length = header_[1] & 0x7fu;
            header_need_ = 2u +
                           (length == 126   ? 2u
                            : length == 127 ? 8u
                                            : 0u) +
                           ((header_[1] & 0x80u) ? 4u : 0u);
        }
        if (header_have_ >= 2 && header_have_ == header_need_)
            header_done();
    }
}

void FrameNotes::header_done()
{
    const unsigned length = header_[1] & 0x7fu;
    skip_ = length;
    const std::size_t extra = length == 126 ? 2 : length == 127 ? 8 : 0;
    if (extra > 0) {
        skip_ = 0;
        for (std::size_t i = 0; i < extra; ++i) skip_ = skip_ << 8 | header_[2 + i];
    }
    header_have_ = 0;
    header_need_ = 2;

    const bool is_control = (header_[0] & 0x08u) != 0;
    if (is_control)
        return;
    const bool is_final = (header_[0] & 0x80u) != 0;
    if (!is_final) {
        in_pieces_ = true;
        return;
    }
    if (notes_.size() < kNotesMax)
        notes_.push_back(in_pieces_);
    in_pieces_ = false;
}

bool FrameNotes::take()
{
    if (notes_.empty())
        return false;
    const bool fragmented = notes_.front();
    notes_.pop_front();
    return fragmented;
}

}  // namespace deskbell::slack
