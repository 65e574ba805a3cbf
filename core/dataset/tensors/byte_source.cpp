// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/tensors/byte_source.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>

namespace pwb::dataset {
namespace fs = std::filesystem;
namespace {

tl::unexpected<base::Error> readFailure(const fs::path& path, int reason) {
    return base::badInput(path.string(), "base.read_failed", {{"reason", std::strerror(reason)}});
}

class MappedFile : public ByteSource {
public:
    MappedFile(fs::path path, std::span<const std::byte> bytes) : m_path(std::move(path)), m_bytes(bytes) {}
    ~MappedFile() override {
        if (!m_bytes.empty()) ::munmap(const_cast<std::byte*>(m_bytes.data()), m_bytes.size());
    }
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;

    std::uint64_t size() const override { return m_bytes.size(); }
    base::Status read(std::uint64_t offset, std::span<std::byte> out) override {
        if (offset > m_bytes.size() || out.size() > m_bytes.size() - offset)
            return readFailure(m_path, ENODATA);
        if (out.empty()) return {};
        std::memcpy(out.data(), m_bytes.data() + offset, out.size());
        m_sinceDropped += out.size();
        // Pages that were read count as this program's memory until they are given back.
        constexpr std::uint64_t kHeld = 64u << 20;
        if (m_sinceDropped > kHeld) {
            ::madvise(const_cast<std::byte*>(m_bytes.data()), m_bytes.size(), MADV_DONTNEED);
            m_sinceDropped = 0;
        }
        return {};
    }
    base::Result<const std::byte*> map() override { return m_bytes.data(); }

private:
    fs::path m_path;
    std::span<const std::byte> m_bytes;
    std::uint64_t m_sinceDropped = 0;  ///< bytes read
};

/// Closes the descriptor at the end; a mapping outlives it.
class Descriptor {
public:
    explicit Descriptor(int fd) : m_fd(fd) {}
    ~Descriptor() {
        if (m_fd >= 0) ::close(m_fd);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    [[nodiscard]] int get() const { return m_fd; }

private:
    int m_fd;
};

}  // namespace

base::Result<std::unique_ptr<ByteSource>> openMapped(const fs::path& path) {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.get() < 0) return readFailure(path, errno);
    struct stat facts {};
    if (::fstat(file.get(), &facts) != 0) return readFailure(path, errno);
    if (S_ISDIR(facts.st_mode)) return base::badInput(path.string(), "base.is_folder");
    const auto size = static_cast<std::size_t>(facts.st_size);
    if (size == 0) return std::make_unique<MappedFile>(path, std::span<const std::byte>());
    void* memory = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, file.get(), 0);
    if (memory == MAP_FAILED) return readFailure(path, errno);
    return std::make_unique<MappedFile>(
        path, std::span<const std::byte>(static_cast<const std::byte*>(memory), size));
}

std::unique_ptr<ScratchFile> ScratchFile::make(std::uint64_t size) {
    constexpr std::uint64_t kSpare = 256u << 20;  // other programs need room too
    std::error_code code;
    const fs::path folder = fs::temp_directory_path(code);
    const fs::space_info space = fs::space(folder, code);
    if (code || space.available < kSpare || space.available - kSpare < size || size == 0) return nullptr;
    std::string name = (folder / "pwb-XXXXXX").string();
    const Descriptor file(::mkostemp(name.data(), O_CLOEXEC));
    if (file.get() < 0) return nullptr;
    ::unlink(name.c_str());
    // Reserved rather than left sparse: writing into a mapping of a full disk would end the program.
    if (::posix_fallocate(file.get(), 0, static_cast<off_t>(size)) != 0) return nullptr;
    void* memory = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, file.get(), 0);
    if (memory == MAP_FAILED) return nullptr;
    return std::unique_ptr<ScratchFile>(new ScratchFile({static_cast<std::byte*>(memory), size}));
}

ScratchFile::~ScratchFile() {
    ::munmap(m_bytes.data(), m_bytes.size());
}

}  // namespace pwb::dataset
