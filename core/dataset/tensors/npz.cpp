// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/tensors/npz.h"

#include <zip.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string_view>

#include "core/base/try.h"

namespace pwb::dataset {
namespace fs = std::filesystem;
namespace {

struct CloseArchive {
    void operator()(zip_t* archive) const { zip_discard(archive); }
};
struct CloseMember {
    void operator()(zip_file_t* member) const { zip_fclose(member); }
};
using Archive = std::unique_ptr<zip_t, CloseArchive>;
using Member = std::unique_ptr<zip_file_t, CloseMember>;

constexpr std::uint64_t kReadWhole = 1u << 30;  ///< bytes that are worth unpacking or checking at once

base::Result<Archive> openArchive(const fs::path& path) {
    std::error_code code;
    if (fs::is_directory(path, code)) return base::badInput(path.string(), "base.is_folder");
    int reason = 0;
    if (zip_t* archive = zip_open(path.c_str(), ZIP_RDONLY, &reason)) return Archive(archive);
    if (reason == ZIP_ER_OPEN || reason == ZIP_ER_NOENT)
        return base::badInput(path.string(), "base.read_failed", {{"reason", std::strerror(errno)}});
    zip_error_t error;
    zip_error_init_with_code(&error, reason);
    const std::string text = zip_error_strerror(&error);
    zip_error_fini(&error);
    return base::badInput(path.string(), "dataset.npz_unreadable", {{"reason", text}});
}

class NpzMember : public ByteSource {
public:
    NpzMember(fs::path path, Archive archive, std::uint64_t index, const zip_stat_t& facts)
        : m_path(std::move(path)),
          m_name(facts.name),
          m_archive(std::move(archive)),
          m_index(index),
          m_size(facts.size),
          m_stored(facts.comp_method == ZIP_CM_STORE) {}

    std::uint64_t size() const override { return m_size; }

    base::Status read(std::uint64_t offset, std::span<std::byte> out) override {
        if (m_scratch) return fromScratch(offset, out);
        const bool back = m_member && offset < m_position;
        if (back && !m_stored && m_size <= kReadWhole && map()) return fromScratch(offset, out);
        PWB_CHECK(moveTo(offset));
        return take(out);
    }

    /// The archive compares its checksum when it has been read to the end.
    base::Status verify() override {
        if (m_size > kReadWhole) return {};
        m_member.reset();
        PWB_CHECK(moveTo(m_size));
        // A damaged stream may also go on beyond what the directory says.
        std::array<std::byte, 1 << 16> beyond;
        zip_int64_t got = 1;
        for (std::uint64_t more = 0; got > 0 && more <= m_size; more += static_cast<std::uint64_t>(got))
            got = zip_fread(m_member.get(), beyond.data(), beyond.size());
        const std::string reason = got == 0 ? "" : zip_file_strerror(m_member.get());
        m_member.reset();
        if (got != 0) return damaged(reason);
        return {};
    }

    base::Result<const std::byte*> map() override {
        if (m_scratch) return m_scratch->bytes().data();
        auto scratch = ScratchFile::make(m_size);
        if (!scratch)
            return base::badInput(m_path.string(), "dataset.npz_no_room",
                                  {{"array", m_name}, {"bytes", std::to_string(m_size)}});
        PWB_CHECK(moveTo(0));
        PWB_CHECK(take(scratch->bytes()));
        m_scratch = std::move(scratch);
        return m_scratch->bytes().data();
    }

private:
    base::Status fromScratch(std::uint64_t offset, std::span<std::byte> out) const {
        if (offset > m_size || out.size() > m_size - offset) return damaged("");
        std::memcpy(out.data(), m_scratch->bytes().data() + offset, out.size());
        return {};
    }

    base::Status moveTo(std::uint64_t offset) {
        if (offset > m_size) return damaged("");
        if (!m_member || (!m_stored && offset < m_position)) {
            m_member.reset(zip_fopen_index(m_archive.get(), m_index, 0));
            if (!m_member) return damaged(zip_strerror(m_archive.get()));
            m_position = 0;
        }
        if (m_stored && offset < m_size && offset != m_position) {
            if (zip_fseek(m_member.get(), static_cast<zip_int64_t>(offset), SEEK_SET) != 0)
                return damaged(zip_file_strerror(m_member.get()));
            m_position = offset;
        }
        std::array<std::byte, 1 << 16> passed;
        while (m_position < offset) {
            const std::size_t step = std::min<std::uint64_t>(passed.size(), offset - m_position);
            PWB_CHECK(take(std::span(passed).first(step)));
        }
        return {};
    }

    base::Status take(std::span<std::byte> out) {
        for (std::size_t done = 0; done < out.size();) {
            const zip_int64_t got = zip_fread(m_member.get(), out.data() + done, out.size() - done);
            if (got <= 0) {
                const std::string reason = got < 0 ? zip_file_strerror(m_member.get()) : "";
                m_member.reset();  // the stream is of no more use
                return damaged(reason);
            }
            done += static_cast<std::size_t>(got);
            m_position += static_cast<std::uint64_t>(got);
        }
        return {};
    }

    tl::unexpected<base::Error> damaged(const std::string& reason) const {
        if (reason.empty())
            return base::badInput(m_path.string(), "dataset.npz_ends_early", {{"array", m_name}});
        return base::badInput(m_path.string(), "dataset.npz_damaged",
                              {{"array", m_name}, {"reason", reason}});
    }

    fs::path m_path;
    std::string m_name;
    Archive m_archive;
    std::uint64_t m_index;
    std::uint64_t m_size;
    bool m_stored;
    Member m_member;
    std::uint64_t m_position = 0;
    std::unique_ptr<ScratchFile> m_scratch;
};

}  // namespace

base::Result<std::map<std::string, std::uint64_t>> listNpz(const fs::path& path) {
    PWB_TRY(const auto archive, openArchive(path));
    std::map<std::string, std::uint64_t> arrays;
    const zip_int64_t count = zip_get_num_entries(archive.get(), 0);
    for (zip_int64_t i = 0; i < count; ++i) {
        const char* given = zip_get_name(archive.get(), static_cast<zip_uint64_t>(i), 0);
        const std::string_view name = given ? given : "";
        constexpr std::string_view kEnding = ".npy";
        if (name.size() > kEnding.size() && name.ends_with(kEnding))
            arrays.emplace(name.substr(0, name.size() - kEnding.size()), static_cast<std::uint64_t>(i));
    }
    return arrays;
}

base::Result<std::unique_ptr<ByteSource>> openNpzMember(const fs::path& path, std::uint64_t member) {
    PWB_TRY(auto archive, openArchive(path));
    zip_stat_t facts;
    zip_stat_init(&facts);
    if (zip_stat_index(archive.get(), member, 0, &facts) != 0)
        return base::badInput(path.string(), "dataset.npz_unreadable",
                              {{"reason", zip_strerror(archive.get())}});
    return std::make_unique<NpzMember>(path, std::move(archive), member, facts);
}

}  // namespace pwb::dataset
