// SPDX-License-Identifier: GPL-3.0-or-later
// The hashes were made with PyTorch by make_tensor_resize.py, which says of which release.
#include "core/dataset/preprocessing/tensor_resize.h"

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

namespace pwb::dataset::test {
namespace {

struct Mode {
    TensorFilter filter;
    bool antialias;
};

constexpr std::array kModes{Mode{TensorFilter::Bilinear, true}, Mode{TensorFilter::Bilinear, false},
                            Mode{TensorFilter::Bicubic, true}, Mode{TensorFilter::Bicubic, false}};
using Hashes = std::array<std::uint64_t, kModes.size()>;  // in the order of kModes

template <typename T>
std::uint64_t fnv1a(const std::vector<T>& values) {
    std::vector<std::uint8_t> bytes(values.size() * sizeof(T));
    std::memcpy(bytes.data(), values.data(), bytes.size());
    std::uint64_t hash = 0xCBF29CE484222325U;
    for (const std::uint8_t byte : bytes) hash = (hash ^ byte) * 0x100000001B3U;
    return hash;
}

/// The picture of pillow_resize_test.cpp, plane by plane.
std::vector<std::uint8_t> levels(int planes, TensorSides sides) {
    std::vector<std::uint8_t> values;
    for (int c = 0; c < planes; ++c) {
        for (int y = 0; y < sides.height; ++y) {
            for (int x = 0; x < sides.width; ++x) {
                const bool patch = (x / 5 + y / 7) % 3 == 0;
                values.push_back(static_cast<std::uint8_t>(
                    patch ? 255 * ((x + y + c) & 1) : (3 * x * x + 5 * y * y + 7 * x * y + 61 * c) >> 3));
            }
        }
    }
    return values;
}

std::vector<float> floats(int planes, TensorSides sides) {
    std::vector<float> values;
    for (const std::uint8_t level : levels(planes, sides))
        values.push_back(static_cast<float>(level) / 255.0F);
    return values;
}

template <typename T>
Hashes hashesOf(const std::vector<T>& source, int planes, TensorSides from, TensorSides to, bool oneThread,
                bool portable) {
    Hashes hashes{};
    for (std::size_t i = 0; i < kModes.size(); ++i) {
        std::vector<T> target(static_cast<std::size_t>(planes * to.height * to.width));
        tensorResize(source.data(), planes, from,
                     {kModes[i].filter, kModes[i].antialias, oneThread, portable}, target.data(), to);
        hashes[i] = fnv1a(target);
    }
    return hashes;
}

struct Case {
    int planes;
    TensorSides from, to;
    Hashes bytes, floats, floatsOfOneThread;
};

constexpr Case kCases[] = {
    {3,
     {61, 97},
     {26, 41},
     {0x01709672E43DE6F8, 0x227CFECEC58610F5, 0x448903F1B15B418A, 0x46AD90B4AEB2BC65},
     {0xEC98170BD72359EF, 0xE406B99326513EB7, 0x2C46E8B27678D547, 0xCDE2BB1F341EC66C},
     {0xEC98170BD72359EF, 0xE406B99326513EB7, 0x2C46E8B27678D547, 0xCDE2BB1F341EC66C}},
    {3,
     {61, 97},
     {150, 224},
     {0xB8D737455EE4E016, 0xB8D737455EE4E016, 0x3A5D90F555FD170E, 0x18842DC9131F53A1},
     {0x25211EA249528D42, 0x664A0AE220EB1786, 0xF59449439AD4F105, 0x0CC914B5E7D27315},
     {0x25211EA249528D42, 0x54D0311D04FAE230, 0xF59449439AD4F105, 0x0CC914B5E7D27315}},
    {1,
     {61, 97},
     {20, 97},
     {0xB33EF62EA0B8CC03, 0x887F5E3AF481CEE0, 0x68FEF0F036271378, 0x0725079452C90299},
     {0xE05F682E41F68260, 0x9539995DA708C2F8, 0x1104A2294FF6BB8F, 0xEAD71C218DB266AB},
     {0xE05F682E41F68260, 0x9539995DA708C2F8, 0x1104A2294FF6BB8F, 0xEAD71C218DB266AB}},
    {1,
     {61, 97},
     {61, 150},
     {0x0132BB382DC481DE, 0x0132BB382DC481DE, 0xF160A86F2FFEDEA7, 0xBA5DF47188E12CF2},
     {0xC06E11F9A074EF9F, 0x224CF99168CF94B7, 0x30AA0B88CA8AF221, 0x35AED3C4FC6E76EF},
     {0xC06E11F9A074EF9F, 0x224CF99168CF94B7, 0x30AA0B88CA8AF221, 0x35AED3C4FC6E76EF}},
    {5,
     {97, 61},
     {120, 33},
     {0x3E8906ADD5D8402D, 0x35185A8FC3C9DA2D, 0xC3DDA980744A9877, 0x6CC05B55D2EA9208},
     {0x89914D6EDB0A45E0, 0x8CDF6377707485BB, 0xDC2C7C4836D57F11, 0x6C0074EC48B989E2},
     {0x89914D6EDB0A45E0, 0x8CDF6377707485BB, 0xDC2C7C4836D57F11, 0x6C0074EC48B989E2}},
    {3,
     {3, 5},
     {48, 64},
     {0x2F1C71A903AD9D75, 0x2F1C71A903AD9D75, 0x982BE93E99EA8CC9, 0x8C5957DE9238373D},
     {0x7C3CA4185FCBF90D, 0x7C3CA4185FCBF90D, 0x7BC8E473706BC6FD, 0xBE507FBB23FD8D95},
     {0x7C3CA4185FCBF90D, 0x7C3CA4185FCBF90D, 0x7BC8E473706BC6FD, 0xBE507FBB23FD8D95}},
    {1,
     {13, 700},
     {11, 9},
     {0x09CF81FB85ACD596, 0x043B1C24F981E883, 0x178DEE7ECECDF1C5, 0x000D033847B40D86},
     {0x3012A08F187CD02A, 0x96433D6E404B72B2, 0x2F37CAAD29BFBEE2, 0x66D72EC117FA6AB9},
     {0x3012A08F187CD02A, 0x96433D6E404B72B2, 0x2F37CAAD29BFBEE2, 0x66D72EC117FA6AB9}},
    {3,
     {61, 97},
     {61, 97},
     {0xB040F7ED0CD7B0D4, 0xB040F7ED0CD7B0D4, 0xB040F7ED0CD7B0D4, 0xB040F7ED0CD7B0D4},
     {0x47D784070EAC0309, 0x47D784070EAC0309, 0x47D784070EAC0309, 0x47D784070EAC0309},
     {0x47D784070EAC0309, 0x47D784070EAC0309, 0x47D784070EAC0309, 0x47D784070EAC0309}},
    {2,
     {1, 1},
     {5, 7},
     {0x9FD5A8F074D484EE, 0x9FD5A8F074D484EE, 0x9FD5A8F074D484EE, 0x9FD5A8F074D484EE},
     {0x2F001A58E91A7258, 0xAB149450F7A72609, 0x2F001A58E91A7258, 0x35A3A6C203B908E1},
     {0x2F001A58E91A7258, 0xAB149450F7A72609, 0x2F001A58E91A7258, 0x35A3A6C203B908E1}}};

TEST(TensorResize, SameBitsAsPyTorch) {
    for (const Case& it : kCases) {
        for (const bool portable : {false, true}) {
            SCOPED_TRACE(::testing::Message()
                         << it.planes << " planes, " << it.from.height << "x" << it.from.width << " to "
                         << it.to.height << "x" << it.to.width << " portable " << portable);
            const auto bytes = levels(it.planes, it.from);
            const auto values = floats(it.planes, it.from);
            EXPECT_EQ(hashesOf(bytes, it.planes, it.from, it.to, false, portable), it.bytes);
            EXPECT_EQ(hashesOf(bytes, it.planes, it.from, it.to, true, portable), it.bytes);
            EXPECT_EQ(hashesOf(values, it.planes, it.from, it.to, false, portable), it.floats);
            EXPECT_EQ(hashesOf(values, it.planes, it.from, it.to, true, portable), it.floatsOfOneThread);
        }
    }
}

TEST(TensorResize, ConstantStaysConstant) {
    const std::vector<std::uint8_t> source(40 * 30, 93);
    for (const auto& mode : kModes) {
        std::vector<std::uint8_t> target(17 * 71);
        tensorResize(source.data(), 1, {40, 30}, {mode.filter, mode.antialias}, target.data(), {17, 71});
        EXPECT_EQ(target, std::vector<std::uint8_t>(target.size(), 93));
    }
}

/// Where PyTorch weights wrongly; a column is a row turned.
TEST(TensorResize, OneColumnIsLikeOneRow) {
    const auto source = floats(1, {1, 9});
    for (const auto& mode : kModes) {
        std::vector<float> row(4), column(4);
        tensorResize(source.data(), 1, {1, 9}, {mode.filter, mode.antialias}, row.data(), {1, 4});
        tensorResize(source.data(), 1, {9, 1}, {mode.filter, mode.antialias}, column.data(), {4, 1});
        for (std::size_t i = 0; i < row.size(); ++i) EXPECT_FLOAT_EQ(row[i], column[i]);
    }
}

}  // namespace
}  // namespace pwb::dataset::test
