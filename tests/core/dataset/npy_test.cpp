// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/tensors/npy.h"

#include <gtest/gtest.h>

#include <bit>
#include <limits>

#include "core/dataset/tensor_set.h"
#include "core/dataset/tensors/npz.h"
#include "tests/core/dataset/support.h"
#include "tests/core/support/npy_files.h"
#include "tests/support/places.h"

namespace pwb::dataset::test {
namespace {

using base::ElementType;
using pwb::tests::npy;
using pwb::tests::npyHeader;

base::Result<NpyHeader> headerOf(const TestFolder& folder, const std::string& bytes) {
    auto source = openMapped(folder.write("a.npy", bytes)).value();
    return readNpyHeader(*source, "a.npy", "a");
}

/// The whole array as float.
template <class T>
std::vector<float> floatsIn(const std::string& descr, const std::vector<T>& values) {
    const TestFolder folder;
    const auto source =
        openMapped(folder.write("a.npy", npy(descr, {static_cast<std::int64_t>(values.size())}, values)))
            .value();
    const NpyHeader header = readNpyHeader(*source, "a.npy", "a").value();
    std::vector<float> out(values.size());
    EXPECT_TRUE(convertElements(header, *source->map() + header.dataOffset, values.size(), ElementType::Float,
                                reinterpret_cast<std::byte*>(out.data())));
    return out;
}

template <class T>
T swapped(T value) {
    auto bytes = std::bit_cast<std::array<std::byte, sizeof(T)>>(value);
    std::reverse(bytes.begin(), bytes.end());
    return std::bit_cast<T>(bytes);
}

TEST(Npy, HeadersOfAllVersions) {
    const TestFolder folder;
    for (const int version : {1, 2, 3}) {
        const auto header = headerOf(folder, npy<float>("<f4", {2, 3}, {0, 1, 2, 3, 4, 5}, true, version));
        ASSERT_TRUE(header) << header.error().message.code;
        EXPECT_EQ(header->type, ElementType::Float);
        EXPECT_TRUE(header->fortranOrder);
        EXPECT_FALSE(header->bigEndian);
        EXPECT_EQ(header->shape, (std::vector<std::int64_t>{2, 3}));
        EXPECT_EQ(header->dataOffset % 64, 0u);
    }
    const auto scalar = headerOf(folder, npy<double>(">f8", {}, {swapped(2.5)}));
    ASSERT_TRUE(scalar);
    EXPECT_TRUE(scalar->bigEndian);
    EXPECT_TRUE(scalar->shape.empty());
    EXPECT_EQ(scalar->count(), 1);
}

TEST(Npy, EveryElementTypeInBothByteOrders) {
    const std::vector<float> expected = {0, 1, 100, 7};
    const std::vector<float> negative = {0, -1, 100, 7};
    EXPECT_EQ((floatsIn<std::uint8_t>("|u1", {0, 1, 100, 7})), expected);
    EXPECT_EQ((floatsIn<std::int8_t>("|i1", {0, -1, 100, 7})), negative);
    EXPECT_EQ((floatsIn<std::uint16_t>("<u2", {0, 1, 100, 7})), expected);
    EXPECT_EQ((floatsIn<std::int16_t>("<i2", {0, -1, 100, 7})), negative);
    EXPECT_EQ((floatsIn<std::uint32_t>("<u4", {0, 1, 100, 7})), expected);
    EXPECT_EQ((floatsIn<std::int32_t>("<i4", {0, -1, 100, 7})), negative);
    EXPECT_EQ((floatsIn<std::uint64_t>("<u8", {0, 1, 100, 7})), expected);
    EXPECT_EQ((floatsIn<std::int64_t>("<i8", {0, -1, 100, 7})), negative);
    EXPECT_EQ((floatsIn<float>("<f4", {0, -1, 100, 7})), negative);
    EXPECT_EQ((floatsIn<double>("<f8", {0, -1, 100, 7})), negative);
    EXPECT_EQ((floatsIn<std::uint16_t>("<f2", {0, 0xBC00, 0x5640, 0x4700})), negative);
    EXPECT_EQ((floatsIn<std::uint8_t>("|b1", {0, 1, 1, 0})), (std::vector<float>{0, 1, 1, 0}));

    EXPECT_EQ((floatsIn<std::int16_t>(">i2", {0, swapped<std::int16_t>(-1), swapped<std::int16_t>(100),
                                              swapped<std::int16_t>(7)})),
              negative);
    EXPECT_EQ((floatsIn<std::int64_t>(">i8", {0, swapped<std::int64_t>(-1), swapped<std::int64_t>(100),
                                              swapped<std::int64_t>(7)})),
              negative);
    EXPECT_EQ((floatsIn<float>(">f4", {0, swapped(-1.F), swapped(100.F), swapped(7.F)})), negative);
    EXPECT_EQ((floatsIn<double>(">f8", {0, swapped(-1.), swapped(100.), swapped(7.)})), negative);
    EXPECT_EQ((floatsIn<std::uint16_t>(">f2", {0, 0x00BC, 0x4056, 0x0047})), negative);
}

TEST(Npy, ValuesThatDoNotFitAreToldNotWrapped) {
    NpyHeader header;
    header.type = ElementType::Int64;
    const std::vector<std::int64_t> values = {1, std::numeric_limits<std::int32_t>::max() + std::int64_t{1}};
    std::vector<std::int32_t> out(2);
    const auto from = reinterpret_cast<const std::byte*>(values.data());
    const auto to = reinterpret_cast<std::byte*>(out.data());
    EXPECT_TRUE(convertElements(header, from, 1, ElementType::Int32, to));
    EXPECT_EQ(out[0], 1);
    EXPECT_FALSE(convertElements(header, from, 2, ElementType::Int32, to));
    header.type = ElementType::Float;
    EXPECT_FALSE(convertElements(header, from, 1, ElementType::Int32, to));
}

TEST(Npy, FortranOrderIsUndone) {
    NpyHeader header;
    header.shape = {2, 3, 4};
    header.fortranOrder = true;
    // Element (i, j, k) is stored at i + 2·j + 6·k.
    for (std::int64_t i = 0, index = 0; i < 2; ++i)
        for (std::int64_t j = 0; j < 3; ++j)
            for (std::int64_t k = 0; k < 4; ++k, ++index)
                EXPECT_EQ(storedIndex(header, index), i + 2 * j + 6 * k);
}

TEST(Npy, WhatIsNoPlainArrayIsRefused) {
    const TestFolder folder;
    EXPECT_EQ(codeOf(headerOf(folder, "a text, no array")), "dataset.npy_invalid");
    EXPECT_EQ(codeOf(headerOf(folder, "")), "dataset.npy_invalid");
    EXPECT_EQ(codeOf(headerOf(folder, npyHeader("<f4", {2}).substr(0, 40))), "dataset.npy_invalid");
    EXPECT_EQ(codeOf(headerOf(folder, npyHeader("<f4", {2}, false, 4))), "dataset.npy_invalid");
    const auto object = headerOf(folder, npyHeader("|O", {2}) + "pickled");
    EXPECT_EQ(codeOf(object), "dataset.npy_dtype");
    EXPECT_EQ(argument(object.error().message, "dtype"), "|O");
    EXPECT_EQ(codeOf(headerOf(folder, npyHeader("<U8", {2}))), "dataset.npy_dtype");
    EXPECT_EQ(codeOf(headerOf(folder, npyHeader("<c8", {2}))), "dataset.npy_dtype");
    EXPECT_EQ(codeOf(headerOf(folder, npyHeader("[('a', '<f4'), ('b', '<i8', (2,))]", {2}))),
              "dataset.npy_dtype");
    const auto cut = headerOf(folder, npy<float>("<f4", {3}, {1, 2}));
    EXPECT_EQ(codeOf(cut), "dataset.npy_truncated");
    EXPECT_EQ(argument(cut.error().message, "expected"), "12");
    EXPECT_EQ(argument(cut.error().message, "found"), "8");
    // More bytes than there are numbers for them.
    const auto huge = std::numeric_limits<std::int64_t>::max();
    EXPECT_EQ(codeOf(headerOf(folder, npyHeader("<f8", {huge, huge}))), "dataset.npy_invalid");
}

TEST(Npz, StoredAndDeflatedMembersAreReadForwardsAndBackwards) {
    const TestFolder folder;
    std::vector<std::uint32_t> values(300'000);
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<std::uint32_t>(i * 2654435761u);
    const std::string array = npy("<u4", {300'000}, values);
    for (const bool deflated : {false, true}) {
        const auto path = folder.path() / (deflated ? "deflated.npz" : "stored.npz");
        pwb::tests::writeNpz(path, {{"before", "x"}, {"values", array}, {"after", "y"}}, deflated);
        const auto members = listNpz(path);
        ASSERT_TRUE(members) << members.error().message.code;
        ASSERT_EQ(members->size(), 3u);
        const auto source = openNpzMember(path, members->at("values")).value();
        EXPECT_EQ(source->size(), array.size());
        EXPECT_TRUE(source->verify());
        const NpyHeader header = readNpyHeader(*source, path.string(), "values").value();
        for (const std::size_t at : {0u, 5u, 200'000u, 299'999u, 17u, 100'000u, 16u}) {
            std::uint32_t value = 0;
            ASSERT_TRUE(
                source->read(header.dataOffset + at * 4, std::as_writable_bytes(std::span(&value, 1))));
            EXPECT_EQ(value, values[at]) << at << deflated;
        }
        const auto all = source->map();
        ASSERT_TRUE(all);
        EXPECT_EQ(std::string_view(reinterpret_cast<const char*>(*all), array.size()), array);
        EXPECT_FALSE(source->read(array.size(), std::as_writable_bytes(std::span(values).first(1))));
    }
}

TEST(Npz, DamageIsTold) {
    const TestFolder folder;
    EXPECT_EQ(codeOf(listNpz(folder.write("text.npz", "a text, no archive"))), "dataset.npz_unreadable");
    EXPECT_EQ(codeOf(listNpz(folder.write("empty.npz", ""))), "dataset.npz_unreadable");
    EXPECT_EQ(codeOf(listNpz(folder.path())), "base.is_folder");
    std::string whole;
    {
        std::ifstream in(tests::samples() / "skeletons/val.npz", std::ios::binary);
        whole.assign(std::istreambuf_iterator<char>(in), {});
    }
    EXPECT_EQ(codeOf(listNpz(folder.write("cut.npz", whole.substr(0, whole.size() / 2)))),
              "dataset.npz_unreadable");
    // This makes the stream longer than it says, so that reading it to its size shows nothing.
    for (std::size_t i = whole.size() / 2; i < whole.size() / 2 + 64; ++i)
        whole[i] = static_cast<char>(~whole[i]);
    const auto spoilt = folder.write("spoilt.npz", whole);
    const auto source = openNpzMember(spoilt, listNpz(spoilt).value().at("x")).value();
    const auto status = source->verify();
    ASSERT_FALSE(status);
    EXPECT_EQ(status.error().message.code, "dataset.npz_damaged");
    // A changed byte of a stored member is a wrong number: only the checksum tells.
    const auto stored = folder.path() / "stored.npz";
    pwb::tests::writeNpz(stored, {{"x", npy<float>("<f4", {64}, std::vector<float>(64, 1.5F))}}, false);
    std::string bytes;
    {
        std::ifstream in(stored, std::ios::binary);
        bytes.assign(std::istreambuf_iterator<char>(in), {});
    }
    bytes[250] = static_cast<char>(~bytes[250]);
    folder.write("stored.npz", bytes);
    EXPECT_EQ(codeOf(readTensorManifest(stored, {})), "dataset.npz_damaged");
}

}  // namespace
}  // namespace pwb::dataset::test
