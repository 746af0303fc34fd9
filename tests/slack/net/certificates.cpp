#include "certificates.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <filesystem>
#include <stdexcept>

#include <stdlib.h>
#include <unistd.h>

namespace deskbell::slack::test {

namespace {

template <auto Free>
struct Deleter {
    template <class T>
    void operator()(T* object) const
    {
        Free(object);
    }
};
using Key = std::unique_ptr<EVP_PKEY, Deleter<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Deleter<X509_free>>;
using Memory = std::unique_ptr<BIO, Deleter<BIO_free>>;

Key make_key() { return Key(EVP_EC_gen("P-256")); }

void extend(X509* certificate, int nid, const std::string& value)
{
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str());
    if (!extension)
        throw std::runtime_error("bad certificate extension " + value);
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

/// An unsigned certificate; the caller adds extensions and signs.
Certificate make_certificate(const std::string& name, long serial, long from, long to, EVP_PKEY* key)
{
    Certificate out(X509_new());
    X509_set_version(out.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(out.get()), serial);
    X509_gmtime_adj(X509_getm_notBefore(out.get()), from);
    X509_gmtime_adj(X509_getm_notAfter(out.get()), to);
    X509_set_pubkey(out.get(), key);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(out.get()), "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
    return out;
}

std::string pem_of(X509* certificate)
{
    const Memory memory(BIO_new(BIO_s_mem()));
    PEM_write_bio_X509(memory.get(), certificate);
    char* data = nullptr;
    const long size = BIO_get_mem_data(memory.get(), &data);
    return {data, static_cast<std::size_t>(size)};
}

std::string pem_of(EVP_PKEY* key)
{
    const Memory memory(BIO_new(BIO_s_mem()));
    PEM_write_bio_PrivateKey(memory.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
    char* data = nullptr;
    const long size = BIO_get_mem_data(memory.get(), &data);
    return {data, static_cast<std::size_t>(size)};
}

}  // namespace

struct Authority::Keys {
    Key key = make_key();
    Certificate certificate = make_certificate("Deskbell test authority", 1, -86400, 86400, key.get());
};

Authority::Authority() : keys_(std::make_unique<Keys>())
{
    X509* const own = keys_->certificate.get();
    X509_set_issuer_name(own, X509_get_subject_name(own));
    extend(own, NID_basic_constraints, "critical,CA:TRUE");
    extend(own, NID_key_usage, "critical,keyCertSign");
    X509_sign(own, keys_->key.get(), EVP_sha256());

    file_ = (std::filesystem::temp_directory_path() / "deskbell-ca-XXXXXX").string();
    const int handle = ::mkstemp(file_.data());
    const std::string pem = pem_of(own);
    if (handle < 0 || ::write(handle, pem.data(), pem.size()) != static_cast<ssize_t>(pem.size()))
        throw std::runtime_error("cannot write " + file_);
    ::close(handle);
}

Authority::~Authority() { std::remove(file_.c_str()); }

std::shared_ptr<boost::asio::ssl::context> Authority::server(const std::string& name, long from,
                                                             long to) const
{
    const Key key = make_key();
    const Certificate certificate = make_certificate(name, 2, from, to, key.get());
    X509_set_issuer_name(certificate.get(), X509_get_subject_name(keys_->certificate.get()));
    const bool is_address = name.find_first_not_of("0123456789.") == std::string::npos;
    extend(certificate.get(), NID_subject_alt_name, (is_address ? "IP:" : "DNS:") + name);
    X509_sign(certificate.get(), keys_->key.get(), EVP_sha256());

    auto context = std::make_shared<boost::asio::ssl::context>(boost::asio::ssl::context::tls_server);
    context->use_certificate_chain(boost::asio::buffer(pem_of(certificate.get())));
    context->use_private_key(boost::asio::buffer(pem_of(key.get())), boost::asio::ssl::context::pem);
    return context;
}

}  // namespace deskbell::slack::test
