#pragma once
#include <malloc.h>

#include <cstddef>
#include <filesystem>
#include <iterator>

namespace deskbell::slack::test {

/// What this process holds of the machine, as the kernel and the allocator count it.
struct Resources {
    std::ptrdiff_t descriptors = entries("/proc/self/fd");
    std::ptrdiff_t threads = entries("/proc/self/task");
    std::size_t heap_bytes = ::mallinfo2().uordblks;  ///< 0 under AddressSanitizer, which finds leaks itself

private:
    static std::ptrdiff_t entries(const char* folder)
    {
        return std::distance(std::filesystem::directory_iterator(folder),
                             std::filesystem::directory_iterator());
    }
};

}  // namespace deskbell::slack::test
