#include "slack/net/trust.hpp"

namespace deskbell::slack {

namespace ssl = boost::asio::ssl;

Result<std::shared_ptr<ssl::context>> make_trust(const std::string& ca_file)
{
    auto context = std::make_shared<ssl::context>(ssl::context::tls_client);
    context->set_options(ssl::context::default_workarounds | ssl::context::no_sslv2 | ssl::context::no_sslv3 |
                         ssl::context::no_tlsv1 | ssl::context::no_tlsv1_1 | ssl::context::no_compression);
    context->set_verify_mode(ssl::verify_peer);

    boost::system::error_code ec;
    context->set_default_verify_paths(
        ec);  // honours SSL_CERT_FILE; a machine without trust fails at the handshake
    if (!ca_file.empty()) {
        context->load_verify_file(ca_file, ec);
        if (ec)
            return Error(Errc::invalid_input, "cannot read the certificates in " + ca_file + ": " +
                                                  ec.message() + ". It must be a readable PEM file.");
    }
    return context;
}

}  // namespace deskbell::slack
