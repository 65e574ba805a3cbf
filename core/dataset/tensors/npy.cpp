// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/tensors/npy.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>
#include <optional>
#include <string_view>

#include "core/base/try.h"
#include "core/dataset/python_literal.h"

namespace pwb::dataset {
namespace {

constexpr std::string_view kMagic = "\x93NUMPY";
constexpr std::size_t kLongestHeader = 1u << 20;  // far more than any shape needs

/// The dictionary of a header: three known keys, and the type as numpy spells it.
class HeaderText {
public:
    explicit HeaderText(std::string_view text) : m_text(text) {}

    bool parse(NpyHeader& header, std::string& dtype) {
        if (!m_text.take('{')) return false;
        while (!m_text.take('}')) {
            const auto key = m_text.takeString();
            if (!key || !m_text.take(':') || !value(*key, header, dtype)) return false;
            if (!m_text.take(',') && m_text.peek() != '}') return false;
        }
        return m_dtype && m_order && m_shape;
    }

private:
    bool value(const std::string& key, NpyHeader& header, std::string& dtype) {
        if (key == "descr") {
            // The list of fields of a structured type is kept as it is for the message.
            std::optional<std::string> name =
                m_text.peek() == '[' ? std::optional(m_text.takeBrackets()) : m_text.takeString();
            if (!name) return false;
            dtype = std::move(*name);
            return m_dtype = true;
        }
        if (key == "fortran_order") {
            header.fortranOrder = m_text.takeWord("True");
            return m_order = header.fortranOrder || m_text.takeWord("False");
        }
        return key == "shape" && shape(header);
    }
    bool shape(NpyHeader& header) {
        if (!m_text.take('(')) return false;
        while (!m_text.take(')')) {
            const auto extent = m_text.takeNumber();
            if (!extent || *extent > std::numeric_limits<std::int64_t>::max()) return false;
            header.shape.push_back(static_cast<std::int64_t>(*extent));
            (void)m_text.take('L');  // Python 2 wrote long integers so
            if (!m_text.take(',') && m_text.peek() != ')') return false;
        }
        return m_shape = true;
    }

    PythonLiteral m_text;
    bool m_dtype = false, m_order = false, m_shape = false;
};

base::ElementType typeOf(std::string_view name) {
    using base::ElementType;
    constexpr std::array<std::pair<std::string_view, ElementType>, 13> kTypes = {
        {{"f2", ElementType::Float16},
         {"f4", ElementType::Float},
         {"f8", ElementType::Double},
         {"i1", ElementType::Int8},
         {"i2", ElementType::Int16},
         {"i4", ElementType::Int32},
         {"i8", ElementType::Int64},
         {"u1", ElementType::UInt8},
         {"u2", ElementType::UInt16},
         {"u4", ElementType::UInt32},
         {"u8", ElementType::UInt64},
         {"b1", ElementType::Bool},
         {"?", ElementType::Bool}}};
    for (const auto& [known, type] : kTypes)
        if (known == name) return type;
    return ElementType::Undefined;
}

/// "<f4": the byte order, then kind and size. False for types that hold no plain numbers.
bool takeType(std::string_view dtype, NpyHeader& header) {
    if (!dtype.empty() && std::string_view("<>|=").find(dtype.front()) != std::string_view::npos) {
        header.bigEndian = dtype.front() == '>';
        dtype.remove_prefix(1);
    }
    header.type = typeOf(dtype);
    return header.type != base::ElementType::Undefined;
}

/// Bytes of all elements; nothing where that many cannot be.
std::optional<std::uint64_t> elementBytes(const NpyHeader& header) {
    constexpr std::uint64_t kMost = std::numeric_limits<std::int64_t>::max();
    std::uint64_t bytes = base::elementSize(header.type);
    const bool empty = std::find(header.shape.begin(), header.shape.end(), 0) != header.shape.end();
    if (empty) return 0;
    for (const std::int64_t extent : header.shape) {
        if (bytes > kMost / static_cast<std::uint64_t>(extent)) return std::nullopt;
        bytes *= static_cast<std::uint64_t>(extent);
    }
    return bytes;
}

}  // namespace

std::int64_t NpyHeader::count() const {
    std::int64_t n = 1;
    for (const std::int64_t extent : shape) n *= extent;
    return n;
}

base::Result<NpyHeader> readNpyHeader(ByteSource& source, const std::string& file, const std::string& array) {
    const auto invalid = [&] { return base::badInput(file, "dataset.npy_invalid", {{"array", array}}); };
    std::array<char, 12> start{};
    const std::size_t have = std::min<std::uint64_t>(start.size(), source.size());
    PWB_CHECK(source.read(0, std::as_writable_bytes(std::span(start).first(have))));
    if (have < 10 || std::string_view(start.data(), kMagic.size()) != kMagic) return invalid();
    const int version = start[6];
    const auto byte = [&](std::size_t i) {
        return static_cast<std::size_t>(static_cast<unsigned char>(start[i]));
    };
    if (version < 1 || version > 3 || (version > 1 && have < 12)) return invalid();
    const std::size_t begin = version == 1 ? 10 : 12;
    const std::size_t length =
        version == 1 ? byte(8) | byte(9) << 8 : byte(8) | byte(9) << 8 | byte(10) << 16 | byte(11) << 24;
    if (length > kLongestHeader || begin + length > source.size()) return invalid();
    // What has been read is not asked for again: a deflated archive cannot go back.
    std::string text(length, '\0');
    const std::size_t known = std::min(have - begin, length);
    std::copy_n(start.begin() + static_cast<std::ptrdiff_t>(begin), known, text.begin());
    const auto rest = std::as_writable_bytes(std::span(text).subspan(known));
    PWB_CHECK(source.read(begin + known, rest));

    NpyHeader header;
    std::string dtype;
    if (!HeaderText(text).parse(header, dtype)) return invalid();
    if (!takeType(dtype, header))
        return base::badInput(file, "dataset.npy_dtype", {{"array", array}, {"dtype", dtype}});
    header.dataOffset = begin + length;
    const auto bytes = elementBytes(header);
    if (!bytes) return invalid();
    const std::uint64_t found = source.size() - header.dataOffset;
    if (found < *bytes)
        return base::badInput(
            file, "dataset.npy_truncated",
            {{"array", array}, {"expected", std::to_string(*bytes)}, {"found", std::to_string(found)}});
    return header;
}

std::int64_t storedIndex(const NpyHeader& header, std::int64_t index) {
    if (!header.fortranOrder) return index;
    std::int64_t stored = 0, stride = header.count();
    for (auto extent = header.shape.rbegin(); extent != header.shape.rend(); ++extent) {
        stride /= *extent;
        stored += index % *extent * stride;
        index /= *extent;
    }
    return stored;
}

}  // namespace pwb::dataset
