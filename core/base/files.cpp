// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <memory>

namespace pwb::base {
namespace fs = std::filesystem;
namespace {

std::string systemReason() {
    return std::strerror(errno);
}

fs::path temporaryBeside(const fs::path& path) {
    static std::atomic<unsigned> counter = 0;
    return path.parent_path() / ("." + path.filename().string() + "." + std::to_string(::getpid()) + "-" +
                                 std::to_string(counter++) + ".part");
}

Status syncFile(const fs::path& path) {
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) return badInput(path.string(), "base.write_failed", {{"reason", systemReason()}});
    const bool synced = ::fsync(fd) == 0;
    ::close(fd);
    if (!synced) return badInput(path.string(), "base.write_failed", {{"reason", systemReason()}});
    return {};
}

class Sha256 {
public:
    Sha256() : m_context(EVP_MD_CTX_new(), &EVP_MD_CTX_free) {
        EVP_DigestInit_ex(m_context.get(), EVP_sha256(), nullptr);
    }
    void add(const char* bytes, std::size_t size) { EVP_DigestUpdate(m_context.get(), bytes, size); }
    std::string hex() {
        std::array<unsigned char, 32> digest{};
        EVP_DigestFinal_ex(m_context.get(), digest.data(), nullptr);
        std::string text;
        for (const unsigned char byte : digest) {
            text += "0123456789abcdef"[byte >> 4];
            text += "0123456789abcdef"[byte & 15];
        }
        return text;
    }

private:
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> m_context;
};

}  // namespace

Result<std::string> readFile(const fs::path& path) {
    std::error_code code;
    if (fs::is_directory(path, code)) return badInput(path.string(), "base.is_folder");
    std::ifstream in(path, std::ios::binary);
    if (!in) return badInput(path.string(), "base.read_failed", {{"reason", systemReason()}});
    std::string content(std::istreambuf_iterator<char>(in), {});
    if (in.bad()) return badInput(path.string(), "base.read_failed", {{"reason", systemReason()}});
    return content;
}

Status writeFileAtomically(const fs::path& path, const std::function<Status(const fs::path&)>& write) {
    const fs::path temporary = temporaryBeside(path);
    std::error_code code;
    Status status = write(temporary);
    if (status) status = syncFile(temporary);
    if (!status) {
        fs::remove(temporary, code);
        return status;
    }
    fs::rename(temporary, path, code);
    if (code) {
        std::error_code ignored;
        fs::remove(temporary, ignored);
        return badInput(path.string(), "base.write_failed", {{"reason", code.message()}});
    }
    return {};
}

Status writeFileAtomically(const fs::path& path, std::string_view content) {
    return writeFileAtomically(path, [&](const fs::path& temporary) -> Status {
        std::ofstream out(temporary, std::ios::binary);
        out.write(content.data(), static_cast<std::streamsize>(content.size()));
        out.close();
        if (!out) return badInput(path.string(), "base.write_failed", {{"reason", systemReason()}});
        return {};
    });
}

Status ensureWritableFolder(const fs::path& folder) {
    std::error_code code;
    fs::create_directories(folder, code);
    if (code) return badInput(folder.string(), "base.folder_failed", {{"reason", code.message()}});
    const fs::path probe = temporaryBeside(folder / "probe");
    std::ofstream out(probe);
    out << "probe";
    out.close();
    if (!out) return badInput(folder.string(), "base.folder_failed", {{"reason", systemReason()}});
    fs::remove(probe, code);
    return {};
}

fs::path cacheFolder() {
    if (const char* given = std::getenv("PWB_CACHE")) return given;
    const auto folderIn = [](const char* variable) -> fs::path {
        const char* value = std::getenv(variable);
        // The specification of XDG_CACHE_HOME has relative paths ignored.
        return value && fs::path(value).is_absolute() ? fs::path(value) : fs::path();
    };
    if (const fs::path xdg = folderIn("XDG_CACHE_HOME"); !xdg.empty()) return xdg / "precision-workbench";
    if (const fs::path home = folderIn("HOME"); !home.empty()) return home / ".cache/precision-workbench";
    return {};
}

Result<std::string> sha256OfFile(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) return badInput(path.string(), "base.read_failed", {{"reason", systemReason()}});
    Sha256 hash;
    std::array<char, 1 << 16> buffer{};
    while (in.read(buffer.data(), buffer.size()), in.gcount() > 0)
        hash.add(buffer.data(), static_cast<std::size_t>(in.gcount()));
    return hash.hex();
}

std::string sha256(std::string_view bytes) {
    Sha256 hash;
    hash.add(bytes.data(), bytes.size());
    return hash.hex();
}

}  // namespace pwb::base
