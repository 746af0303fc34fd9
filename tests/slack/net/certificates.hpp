#pragma once
#include <boost/asio/ssl/context.hpp>

#include <memory>
#include <string>

namespace deskbell::slack::test {

/// A private certificate authority, made anew for each test run, that signs what a test asks for.
class Authority {
public:
    Authority();
    ~Authority();
    Authority(const Authority&) = delete;
    Authority& operator=(const Authority&) = delete;

    /// A server's context with a certificate for `name`, valid from now + `from` to now + `to` seconds.
    std::shared_ptr<boost::asio::ssl::context> server(const std::string& name, long from = -3600,
                                                      long to = 3600) const;
    /// Path of a PEM file with the authority's own certificate; it goes with the object.
    const std::string& file() const { return file_; }

private:
    struct Keys;
    std::unique_ptr<Keys> keys_;
    std::string file_;
};

}  // namespace deskbell::slack::test
