#pragma once
#include "handlers/kernel/desk.hpp"

/// A public ticket becomes private whenever somebody of it wants so: its talk moves from the channel into the
/// requester's direct messages. A private one becomes public only when the requester agrees.
namespace deskbell::kernel {

/// The button by which the requester makes their ticket private; old receipts keep it.
inline constexpr std::string_view kMakePrivate = "make_private";

}  // namespace deskbell::kernel
