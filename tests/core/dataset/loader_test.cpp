// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/loader.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstring>
#include <iostream>
#include <numeric>
#include <thread>

#include "core/base/files.h"
#include "tests/core/dataset/support.h"

namespace pwb::dataset::test {
namespace {

const Manifest& glyphs() {
    static const Manifest manifest = readManifest(kGlyphs / "val", {}).value();
    return manifest;
}

struct Pass {
    std::vector<std::size_t> indices;
    std::vector<std::size_t> sizes;
    std::string bytes;
    std::vector<SkippedSample> skipped;
};

Pass readAll(const Manifest& manifest, const Loader::Options& options) {
    Loader loader(manifest, glyphPreprocess(), options, {});
    Pass pass;
    while (const auto batch = loader.next()) {
        EXPECT_EQ(batch->inputs.front().shape,
                  (std::vector<std::int64_t>{static_cast<std::int64_t>(batch->indices.size()), 3, 64, 64}));
        EXPECT_EQ(batch->inputs.front().bytes.size(),
                  batch->indices.size() * floatsOf(glyphPreprocess()) * sizeof(float));
        pass.indices.insert(pass.indices.end(), batch->indices.begin(), batch->indices.end());
        pass.sizes.push_back(batch->indices.size());
        pass.bytes.append(reinterpret_cast<const char*>(batch->inputs.front().bytes.data()),
                          batch->inputs.front().bytes.size());
    }
    pass.skipped = loader.skipped();
    return pass;
}

/// Ten glyphs of which the samples in `broken` cannot be decoded.
Manifest damaged(const TestFolder& folder, const std::vector<std::size_t>& broken) {
    Manifest manifest = glyphs();
    manifest.samples.resize(10);
    for (const std::size_t index : broken)
        manifest.samples[index].path = folder.write(std::to_string(index) + ".jpg", "no picture");
    return manifest;
}

TEST(Loader, SameBatchesForAnyNumberOfThreads) {
    const Pass one = readAll(glyphs(), {.batch = 16, .threads = 1, .ahead = 1});
    std::vector<std::size_t> expected(1008);
    std::iota(expected.begin(), expected.end(), std::size_t{0});
    EXPECT_EQ(one.indices, expected);
    EXPECT_EQ(one.sizes, std::vector<std::size_t>(63, 16));
    EXPECT_TRUE(one.skipped.empty());
    for (const auto& [batch, threads, ahead] :
         {std::array{16, 2, 2}, std::array{7, 4, 3}, std::array{1, 3, 1}, std::array{2000, 2, 2}}) {
        const Pass many = readAll(glyphs(), {.batch = batch, .threads = threads, .ahead = ahead});
        EXPECT_EQ(many.indices, one.indices);
        EXPECT_EQ(base::sha256(many.bytes), base::sha256(one.bytes)) << threads;
    }
}

TEST(Loader, SubsetInTheGivenOrder) {
    const Pass pass = readAll(glyphs(), {.batch = 2, .indices = {900, 3, 500, 3, 0}});
    EXPECT_EQ(pass.indices, (std::vector<std::size_t>{900, 3, 500, 3, 0}));
    EXPECT_EQ(pass.sizes, (std::vector<std::size_t>{2, 2, 1}));
}

TEST(Loader, UnreadableSamplesAreLeftOutAndNamed) {
    const TestFolder folder;
    const Manifest manifest = damaged(folder, {0, 2, 4, 5, 6, 7, 9});  // the second batch has none left
    for (const int threads : {1, 3}) {
        const Pass pass = readAll(manifest, {.batch = 4, .threads = threads});
        EXPECT_EQ(pass.indices, (std::vector<std::size_t>{1, 3, 8}));
        EXPECT_EQ(pass.sizes, (std::vector<std::size_t>{2, 1}));
        ASSERT_EQ(pass.skipped.size(), 7U);
        EXPECT_EQ(pass.skipped[1].index, 2U);
        EXPECT_EQ(pass.skipped[1].error.message.code, "dataset.unreadable_image");
        EXPECT_EQ(pass.skipped[1].error.file, manifest.samples[2].path.string());
        const Pass alone = readAll(manifest, {.batch = 1, .indices = {1, 3, 8}});
        EXPECT_EQ(pass.bytes, alone.bytes);
    }
}

TEST(Loader, NothingReadable) {
    const TestFolder folder;
    const Pass pass = readAll(damaged(folder, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}), {.batch = 3});
    EXPECT_TRUE(pass.indices.empty());
    EXPECT_EQ(pass.skipped.size(), 10U);
    EXPECT_TRUE(readAll(Manifest{}, {}).indices.empty());
}

TEST(Loader, DecodesNoFurtherAheadThanAllowed) {
    const TestFolder folder;
    Manifest manifest = glyphs();
    for (Sample& sample : manifest.samples) sample.path = folder.path() / "none.jpg";
    Loader loader(manifest, glyphPreprocess(), {.batch = 8, .threads = 2, .ahead = 3}, {});
    while (loader.skipped().size() < 24) std::this_thread::yield();
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    EXPECT_EQ(loader.skipped().size(), 24U);  // each try leaves a trace
}

TEST(Loader, AStopIsHonouredBeforeTheBatchIsRead) {
    Manifest large = glyphs();
    for (Sample& sample : large.samples) sample.path = kImages / "wide.jpg";
    std::stop_source source;
    Loader loader(large, glyphPreprocess(), {.batch = 200, .threads = 2}, source.get_token());
    std::jthread stopper([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        source.request_stop();
    });
    EXPECT_FALSE(loader.next()) << "200 of these images take seconds";
    EXPECT_FALSE(loader.next()) << "nor later";
}

// Every sample that is tried leaves a trace.
TEST(Loader, ALoaderThatIsStoppedFromTheStartReadsNothing) {
    const TestFolder folder;
    Manifest missing = glyphs();
    for (Sample& sample : missing.samples) sample.path = folder / "none.jpg";
    std::stop_source source;
    source.request_stop();
    Loader late(missing, glyphPreprocess(), {.batch = 200, .threads = 2}, source.get_token());
    EXPECT_FALSE(late.next());
    EXPECT_TRUE(late.skipped().empty());
}

TEST(Loader, MayBeDestroyedWithAllItsWorkAhead) {
    Manifest large = glyphs();
    for (Sample& sample : large.samples) sample.path = kImages / "wide.jpg";
    const Loader destroyed(large, glyphPreprocess(), {.batch = 200, .threads = 2}, {});
}

TEST(Loader, AllGlyphsOnTwoThreads) {
    Loader loader(glyphs(), glyphPreprocess(), {.batch = 16, .threads = 2, .ahead = 2}, {});
    std::size_t samples = 0;
    while (const auto batch = loader.next()) samples += batch->indices.size();
    EXPECT_EQ(samples, 1008U);
    EXPECT_TRUE(loader.skipped().empty());
}

}  // namespace
}  // namespace pwb::dataset::test
