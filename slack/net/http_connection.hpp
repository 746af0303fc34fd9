#pragma once
#include "slack/net/byte_stream.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <memory>
#include <string>

namespace deskbell::slack {

/// A POST, or a GET without a body, ready to send.
struct HttpRequest {
    std::string host;  ///< for the Host header, with the port when it is unusual
    std::string target;
    std::string content_type;
    std::string authorization;  ///< "Bearer ...", or "" for none
    std::string body;
    bool only_gets = false;
    std::size_t answer_bytes_max = 0;  ///< 0: that of the connection
};

/// What came back. Without an answer `status` is 0 and `trouble` says why.
struct HttpAnswer {
    int status = 0;
    std::string retry_after;
    std::string scopes;
    std::string request_id;
    std::string content_type;
    std::string body;
    std::string trouble;
    bool is_too_long = false;   ///< longer than `answer_bytes_max`: the rest was not read
    bool is_untouched = false;  ///< the connection ended before a single byte of an answer
};

/// One HTTP/1.1 connection that carries requests one after another. No timers of its own: see Deadline.
class HttpConnection {
public:
    HttpConnection(std::shared_ptr<ByteStream> stream, std::size_t answer_bytes_max);
    ~HttpConnection();

    boost::asio::awaitable<HttpAnswer> exchange(HttpRequest request);
    /// True when another request may follow: the last answer was whole and nobody asked to close.
    bool is_reusable();
    const std::shared_ptr<ByteStream>& stream() const;

private:
    struct Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace deskbell::slack
