// SPDX-License-Identifier: GPL-3.0-or-later
// The hashes and values were made with Pillow by make_pillow_resize.py, which says of which releases.
#include "core/dataset/preprocessing/pillow_resize.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <utility>
#include <vector>

namespace pwb::dataset::test {
namespace {

constexpr std::array kFilters{ResampleFilter::Nearest, ResampleFilter::Box,     ResampleFilter::Bilinear,
                              ResampleFilter::Hamming, ResampleFilter::Bicubic, ResampleFilter::Lanczos};
using Hashes = std::array<std::uint64_t, kFilters.size()>;  // in the order of kFilters

struct Size {
    int width, height;
};

std::uint64_t fnv1a(std::span<const std::uint8_t> bytes) {
    std::uint64_t value = 0xCBF29CE484222325U;
    for (const std::uint8_t byte : bytes) value = (value ^ byte) * 0x100000001B3U;
    return value;
}

/// Curves of all levels, and patches of black and white at which filters overshoot.
std::uint8_t sample(int x, int y, int c) {
    if ((x / 5 + y / 7) % 3 == 0) return static_cast<std::uint8_t>(255 * ((x + y + c) & 1));
    return static_cast<std::uint8_t>((3 * x * x + 5 * y * y + 7 * x * y + 61 * c) >> 3);
}

/// A generated picture that owns exactly its bytes, so that a sanitizer sees any access beyond them.
class Picture {
public:
    Picture(Size size, int channels, int gap = 0)
        : m_size(size), m_channels(channels), m_stride(size.width * channels + gap) {
        for (int y = 0; y < size.height; ++y) {
            if (y > 0) m_bytes.insert(m_bytes.end(), static_cast<std::size_t>(gap), 0x77);
            for (int x = 0; x < size.width; ++x)
                for (int c = 0; c < channels; ++c) m_bytes.push_back(sample(x, y, c));
        }
        m_bytes.shrink_to_fit();
    }

    [[nodiscard]] Pixels8 pixels() const {
        return {m_bytes.data(), m_size.width, m_size.height, m_channels, m_stride};
    }

    [[nodiscard]] std::vector<std::uint8_t> resized(const PixelBox& box, Size size, ResampleFilter filter,
                                                    const PillowRules& rules = {}) const {
        std::vector<std::uint8_t> target(static_cast<std::size_t>(size.width * size.height * m_channels));
        pillowResize(pixels(), box, filter, target.data(), size.width, size.height, rules);
        return target;
    }

private:
    Size m_size;
    int m_channels;
    int m_stride;
    std::vector<std::uint8_t> m_bytes;
};

Hashes hashesOf(const Picture& picture, const PixelBox& box, Size size, const PillowRules& rules) {
    Hashes hashes{};
    for (std::size_t i = 0; i < kFilters.size(); ++i)
        hashes[i] = fnv1a(picture.resized(box, size, kFilters[i], rules));
    return hashes;
}

struct Case {
    Size source;
    PixelBox box;
    Size target;
    Hashes grey, rgb;
};

constexpr Case kCases[] = {{{97, 61},
                            {0, 0, 97, 61},
                            {41, 26},
                            {0x96A4F1C670A81404, 0x3A388CA20B1F7DAD, 0x7960E3188A40336D, 0x0C5081B90CD4BF3A,
                             0xB78C55BFAC331D37, 0x22E81E11EA27868C},
                            {0x0451601649FEB05D, 0x64606F300C499F81, 0xE5DEE93DF4793CA2, 0x7F80BF2068D7536E,
                             0x86AF247671ED4EA5, 0xA570B2215D646A57}},
                           {{97, 61},
                            {0, 0, 97, 61},
                            {224, 150},
                            {0x2EFC323D675AD0E9, 0x2EFC323D675AD0E9, 0x86CCCA6CE49644A1, 0x1BA351B8E5500442,
                             0x22A5F6AAC4DA33DE, 0x7FA3842E51DEA055},
                            {0xC607BBB641B27722, 0xC607BBB641B27722, 0x3B10C5AEED0C542C, 0x95B683640B20EC91,
                             0x051A6B77F7DEA175, 0xAA247378D0F7CB2F}},
                           {{97, 61},
                            {0, 0, 97, 61},
                            {97, 20},
                            {0x4211D654B288BD41, 0x63298DFE99A4C4A0, 0x1A034731B8AFA6EC, 0x122F22BFDCD43C0D,
                             0xA6AC3DCD457C509F, 0x0ED92283986976E4},
                            {0x121301689931AEA3, 0xC8FEC0DC6B5429B2, 0x3D909BF73F7DB3AB, 0xB40234BC22E1C613,
                             0xB02EA5FBAED9E6F0, 0x2BB363E9E56B0BB2}},
                           {{97, 61},
                            {0, 0, 97, 61},
                            {30, 61},
                            {0xD73613C46DC9EB1E, 0xFAF3F26A0F134B52, 0x8B24A90A74F1541F, 0xB67FACC8C895DE79,
                             0x6DFB7774597A8387, 0x543380DE5DB730D0},
                            {0xB7A6E20C756AFA5F, 0x046D7BF866C0C74C, 0x711864AF38803C5D, 0x998A3415FD2441D5,
                             0xAD2B8F05E08203FE, 0x1EA4C3D664AA82BA}},
                           {{97, 61},
                            {0, 0, 97, 61},
                            {1, 1},
                            {0xAF63F34C860213A1, 0xAF63F24C860211EE, 0xAF63F24C860211EE, 0xAF63F24C860211EE,
                             0xAF63F24C860211EE, 0xAF63F24C860211EE},
                            {0xAB6EEB19739F84D8, 0xA32734196F09EA94, 0xA32734196F09EA94, 0xA32734196F09EA94,
                             0xA32734196F09EA94, 0xA32734196F09EA94}},
                           {{97, 61},
                            {0, 0, 97, 61},
                            {97, 61},
                            {0x0E825C220B9790C4, 0x0E825C220B9790C4, 0x0E825C220B9790C4, 0x0E825C220B9790C4,
                             0x0E825C220B9790C4, 0x0E825C220B9790C4},
                            {0xDEF1C026BAB524F4, 0xDEF1C026BAB524F4, 0xDEF1C026BAB524F4, 0xDEF1C026BAB524F4,
                             0xDEF1C026BAB524F4, 0xDEF1C026BAB524F4}},
                           {{97, 61},
                            {10.25, 3.5, 80.75, 59.1},
                            {50, 40},
                            {0xA98E13257ADDA832, 0x1047863A5962B6BA, 0xA7DA04B95D187B48, 0xE992CD5A408F5EC2,
                             0x31AACC602F195CC0, 0x050707235AF6CBF7},
                            {0x06BB0A68E49C183E, 0xE86AB9B3EA8AB2E2, 0x6A7FC9264A303AC0, 0x9A078B8432EF4E76,
                             0x0F6691AF2280A9FE, 0xBB3DE9F9DD9653FC}},
                           {{97, 61},
                            {20, 10, 60, 40},
                            {40, 30},
                            {0x08C7BB550871331F, 0x08C7BB550871331F, 0x08C7BB550871331F, 0x08C7BB550871331F,
                             0x08C7BB550871331F, 0x08C7BB550871331F},
                            {0x5D8F2F01623FA290, 0x5D8F2F01623FA290, 0x5D8F2F01623FA290, 0x5D8F2F01623FA290,
                             0x5D8F2F01623FA290, 0x5D8F2F01623FA290}},
                           {{97, 61},
                            {97, 61, 97, 61},
                            {3, 2},
                            {0xD7E4FCFA299D713D, 0xD7E4FCFA299D713D, 0xD7E4FCFA299D713D, 0xD7E4FCFA299D713D,
                             0xD7E4FCFA299D713D, 0xD7E4FCFA299D713D},
                            {0x77E875B1C7B6A32D, 0x77E875B1C7B6A32D, 0x3B2D76397D9C6B6B, 0x3B2D76397D9C6B6B,
                             0x3B2D76397D9C6B6B, 0x3B2D76397D9C6B6B}},
                           {{5, 3},
                            {0, 0, 5, 3},
                            {64, 48},
                            {0x0F6FADDC7AFFD485, 0x0F6FADDC7AFFD485, 0xB555E5DC2C897895, 0x033A694A3C55945D,
                             0xDCE33E01472BFA95, 0x21899BE7D604D4FD},
                            {0xA58A76A062273A45, 0xA58A76A062273A45, 0x1E44F6D472741955, 0x449990CDD0B0784D,
                             0x53A3866988E2D765, 0x16D094278292B52D}},
                           {{1, 1},
                            {0, 0, 1, 1},
                            {7, 5},
                            {0x3AEFC885E76ECB37, 0x3AEFC885E76ECB37, 0x3AEFC885E76ECB37, 0x3AEFC885E76ECB37,
                             0x3AEFC885E76ECB37, 0x3AEFC885E76ECB37},
                            {0xCE10E4E299D7197A, 0xCE10E4E299D7197A, 0xCE10E4E299D7197A, 0xCE10E4E299D7197A,
                             0xCE10E4E299D7197A, 0xCE10E4E299D7197A}},
                           {{700, 13},
                            {0, 0, 700, 13},
                            {9, 11},
                            {0xED34713ACB7807C4, 0xACDADC3B9371E24B, 0x09CF81FB85ACD596, 0x20852C6D4867C928,
                             0x178DEE7ECECDF1C5, 0x18C9AE27BAA0CB56},
                            {0xA706695CF43DFFE1, 0xF3FBE1EC1151C203, 0x5F4095CBBAAEDA19, 0x1F871E212E834D34,
                             0x74ECCF158B708ACA, 0x74748DBE0A6FBFC0}}};

TEST(PillowResize, SameBytesAsPillow) {
    for (const Case& it : kCases) {
        for (const bool portable : {false, true}) {
            SCOPED_TRACE(::testing::Message()
                         << it.source.width << "x" << it.source.height << " to " << it.target.width << "x"
                         << it.target.height << " portable " << portable);
            const PillowRules rules{PillowRelease::UpTo12_1, portable};
            EXPECT_EQ(hashesOf(Picture(it.source, 1), it.box, it.target, rules), it.grey);
            EXPECT_EQ(hashesOf(Picture(it.source, 3), it.box, it.target, rules), it.rgb);
        }
    }
}

TEST(PillowResize, ReleasesAgreeOnOrdinaryPictures) {
    for (const Case& it : kCases)
        for (const auto release : {PillowRelease::UpTo12_3, PillowRelease::Since13_0})
            EXPECT_EQ(hashesOf(Picture(it.source, 3), it.box, it.target, {release}), it.rgb);
}

struct OrderCase {
    PillowRelease release;
    Size source, target;
    Hashes rgb;
};

constexpr OrderCase kOrderCases[] = {{PillowRelease::UpTo12_1,
                                      {9, 950},
                                      {7, 300},
                                      {0x40E93E1E039BBD8D, 0xF82A19803070058C, 0xCA39D5565C457995,
                                       0x449729B0DF8C486A, 0xE7D9C9E0A48AFC2E, 0x91885B9A522030A3}},
                                     {PillowRelease::UpTo12_1,
                                      {40, 200},
                                      {38, 90},
                                      {0xC3807390B67B11C9, 0x19A1E03803C656F1, 0x7DF3AA77A18C9FD6,
                                       0xC1DE1B800BF5FB8E, 0x4F13B78510D5B7F6, 0x9F361F6BBBC598D9}},
                                     {PillowRelease::UpTo12_3,
                                      {9, 950},
                                      {7, 300},
                                      {0x40E93E1E039BBD8D, 0xB3341D427D3AEFBE, 0x649C6E9441B6F819,
                                       0x00946CAE308204AD, 0x753A0E5AA909A1DD, 0xEBFDCFD80292E18E}},
                                     {PillowRelease::UpTo12_3,
                                      {40, 200},
                                      {38, 90},
                                      {0xC3807390B67B11C9, 0x19A1E03803C656F1, 0x7DF3AA77A18C9FD6,
                                       0xC1DE1B800BF5FB8E, 0x4F13B78510D5B7F6, 0x9F361F6BBBC598D9}},
                                     {PillowRelease::Since13_0,
                                      {9, 950},
                                      {7, 300},
                                      {0x40E93E1E039BBD8D, 0xB3341D427D3AEFBE, 0x649C6E9441B6F819,
                                       0x00946CAE308204AD, 0x753A0E5AA909A1DD, 0xEBFDCFD80292E18E}},
                                     {PillowRelease::Since13_0,
                                      {40, 200},
                                      {38, 90},
                                      {0xC3807390B67B11C9, 0x4473D8DDF398F293, 0x8C5EB697080A91D1,
                                       0x0D1E8221AADB6EB9, 0x974B32B8C972F9BB, 0xA15BD980E871DE19}}};

TEST(PillowResize, ReleasesDifferInTheOrderOfThePasses) {
    for (const OrderCase& it : kOrderCases) {
        for (const bool portable : {false, true}) {
            const Picture picture(it.source, 3);
            EXPECT_EQ(hashesOf(picture, wholeOf(picture.pixels()), it.target, {it.release, portable}), it.rgb)
                << "release " << static_cast<int>(it.release) << ", " << it.source.width << "x"
                << it.source.height;
        }
    }
}

TEST(PillowResize, OneRow) {
    const std::array<std::uint8_t, 6> row{0, 255, 255, 10, 90, 200};
    const auto resized = [&](int width, ResampleFilter filter) {
        const Pixels8 pixels{row.data(), 6, 1, 1, 6};
        std::vector<std::uint8_t> target(static_cast<std::size_t>(width));
        pillowResize(pixels, wholeOf(pixels), filter, target.data(), width, 1);
        return target;
    };
    using Row = std::vector<std::uint8_t>;
    EXPECT_EQ(resized(4, ResampleFilter::Nearest), (Row{0, 255, 10, 200}));
    EXPECT_EQ(resized(4, ResampleFilter::Box), (Row{128, 255, 50, 200}));
    EXPECT_EQ(resized(4, ResampleFilter::Bilinear), (Row{96, 228, 64, 159}));
    EXPECT_EQ(resized(4, ResampleFilter::Hamming), (Row{71, 250, 37, 170}));
    EXPECT_EQ(resized(4, ResampleFilter::Bicubic), (Row{90, 250, 44, 164}));
    EXPECT_EQ(resized(4, ResampleFilter::Lanczos), (Row{91, 255, 34, 167}));
    EXPECT_EQ(resized(9, ResampleFilter::Bicubic), (Row{0, 120, 255, 255, 128, 4, 71, 153, 207}));
    EXPECT_EQ(resized(9, ResampleFilter::Lanczos), (Row{0, 109, 255, 255, 120, 0, 58, 164, 208}));
}

TEST(PillowResize, RowsMayLieApart) {
    for (const int channels : {1, 3}) {
        const Picture close({97, 61}, channels);
        const Picture apart({97, 61}, channels, 13);
        for (const auto filter : kFilters)
            for (const PixelBox box :
                 {wholeOf(close.pixels()), PixelBox{3, 4, 83, 54}, PixelBox{3, 4, 43, 34}})
                EXPECT_EQ(close.resized(box, {40, 30}, filter), apart.resized(box, {40, 30}, filter));
    }
}

TEST(PillowResize, WithAndWithoutSimdAlike) {
    std::mt19937 random(29);
    const auto side = [&](int most) { return static_cast<int>(random() % static_cast<unsigned>(most)) + 1; };
    const auto edges = [&](int size) {
        // Quarters of pixels.
        const double a = side(4 * size) / 4.0, b = side(4 * size) / 4.0;
        return std::pair(std::min(a, b) - 0.25, std::max(a, b));
    };
    for (int i = 0; i < 120; ++i) {
        const int most = i % 4 == 0 ? 6 : 150;
        const Size source{side(most), side(most)};
        const Size target{side(most), side(most)};
        const Picture picture(source, i % 2 == 0 ? 3 : 1, i % 3);
        const auto [left, right] = edges(source.width);
        const auto [top, bottom] = edges(source.height);
        for (const PixelBox box : {wholeOf(picture.pixels()), PixelBox{left, top, right, bottom}}) {
            for (const auto release : {PillowRelease::UpTo12_1, PillowRelease::Since13_0}) {
                for (const auto filter : kFilters)
                    ASSERT_EQ(picture.resized(box, target, filter, {release, false}),
                              picture.resized(box, target, filter, {release, true}))
                        << source.width << "x" << source.height << " to " << target.width << "x"
                        << target.height << " filter " << static_cast<int>(filter);
            }
        }
    }
}

}  // namespace
}  // namespace pwb::dataset::test
