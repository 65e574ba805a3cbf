// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/store/store.h"

#include <gtest/gtest.h>

#include <fstream>
#include <limits>

#include "core/run/store/run_folder.h"
#include "tests/core/support/folder_fixture.h"

using namespace pwb;
namespace fs = std::filesystem;

namespace {

const base::EngineId kFp32 = base::Precision::Fp32, kInt8 = base::Precision::Int8;

struct StoreTest : tests::FolderFixture {};

run::StoredBatch someBatch(std::size_t first) {
    run::StoredBatch batch;
    batch.indices = {first, first + 2};
    evaluate::Prediction prediction;
    prediction.classes = {3, 1, 4, 0, 2};
    prediction.confidences = {0.5F, 0.25F, 0.125F, 0.0625F, 0.03F};
    batch.predictions = {prediction, {}};
    batch.distance = compare::OutputDistance({1.5, 0.25, 0.125, 2});
    return batch;
}

TEST_F(StoreTest, GivesBackWhatWasPut) {
    {
        auto store = run::RunStore::openForWriting(folder);
        ASSERT_TRUE(store);
        ASSERT_TRUE(store->put("key", "{\"a\":1}"));
        ASSERT_TRUE(store->putPart(kInt8, "built", "{}"));
        dataset::Manifest manifest;
        manifest.classes = {"猫", "dog"};
        manifest.samples = {{"/data/a b.png", 1}, {"/data/ü.png", -1}};
        ASSERT_TRUE(store->putSamples(manifest));
        ASSERT_TRUE(
            store->putBatch(0, {{kFp32, someBatch(0)}, {kInt8, someBatch(0)}}, std::vector<std::size_t>{1}));
        ASSERT_TRUE(store->putBatch(1, {{kFp32, someBatch(3)}}, {}));
    }
    auto store = run::RunStore::openForReading(folder);
    ASSERT_TRUE(store);
    EXPECT_EQ(store->get("key").value(), "{\"a\":1}");
    EXPECT_EQ(store->get("other").value(), std::nullopt);
    EXPECT_EQ(store->parts(kInt8)->at("built"), "{}");
    const auto manifest = store->samples();
    ASSERT_TRUE(manifest);
    EXPECT_EQ(manifest->classes, (std::vector<std::string>{"猫", "dog"}));
    EXPECT_EQ(manifest->samples[1].path, "/data/ü.png");
    EXPECT_EQ(manifest->samples[1].label, -1);
    const auto batches = store->batches(kFp32);
    ASSERT_EQ(batches->size(), 2U);
    EXPECT_EQ(batches->at(0).indices, (std::vector<std::size_t>{0, 2}));
    EXPECT_EQ(batches->at(0).predictions[0].classes[2], 4);
    EXPECT_EQ(batches->at(0).predictions[0].confidences[1], 0.25F);
    EXPECT_FALSE(batches->at(0).predictions[1].valid());
    EXPECT_EQ(batches->at(0).distance.sums().noise, 0.25);
    EXPECT_EQ(store->batches(kInt8)->size(), 1U);
    EXPECT_EQ(*store->skipped(), (std::vector<std::size_t>{1}));
}

run::StoredBatch someDetections(const evaluate::Detection& last) {
    run::StoredBatch batch;
    batch.indices = {4, 6};
    batch.detections = {
        std::make_shared<const evaluate::Detections>(),
        std::make_shared<const evaluate::Detections>(evaluate::Detections{{1, 2, 30, 40, 0.75F, 2}, last})};
    batch.nonFinite = 3;
    return batch;
}

TEST_F(StoreTest, GivesBackDetections) {
    auto store = run::RunStore::openForWriting(folder);
    ASSERT_TRUE(store);
    const run::StoredBatch put = someDetections({5.5F, 6, 7, 8, 0.25F, 0});
    ASSERT_TRUE(store->putBatch(0, {{kInt8, put}}, {}));
    const auto batches = store->batches(kInt8);
    ASSERT_TRUE(batches);
    ASSERT_EQ(batches->size(), 1U);
    EXPECT_EQ(batches->at(0).indices, put.indices);
    ASSERT_EQ(batches->at(0).detections.size(), 2U);
    EXPECT_TRUE(batches->at(0).detections[0]->empty());
    EXPECT_EQ(*batches->at(0).detections[1], *put.detections[1]);
    EXPECT_EQ(batches->at(0).nonFinite, 3);
}

TEST_F(StoreTest, WhatCannotBeADetectionIsDamage) {
    auto store = run::RunStore::openForWriting(folder);
    ASSERT_TRUE(store);
    const float nan = std::numeric_limits<float>::quiet_NaN();
    for (const evaluate::Detection& broken :
         {evaluate::Detection{1, 2, 3, 4, nan, 0}, {1, 2, 3, 4, 0.5F, -7}, {nan, 2, 3, 4, 0.5F, 0}}) {
        ASSERT_TRUE(store->putBatch(0, {{kInt8, someDetections(broken)}}, {}));
        const auto batches = store->batches(kInt8);
        ASSERT_FALSE(batches);
        EXPECT_EQ(batches.error().message.code, "run.store_damaged");
    }
}

TEST_F(StoreTest, AFolderWithoutARunIsNamed) {
    const auto store = run::RunStore::openForReading(folder);
    ASSERT_FALSE(store);
    EXPECT_EQ(store.error().message.code, "run.not_a_run");
    EXPECT_EQ(store.error().file, folder.string());
}

TEST_F(StoreTest, AFileThatIsNoDatabaseIsRefused) {
    std::ofstream(folder / "run.sqlite") << "this is no database, however long it may be";
    EXPECT_FALSE(run::RunStore::openForReading(folder));
    EXPECT_FALSE(run::RunStore::openForWriting(folder));
}

TEST_F(StoreTest, ANewerStoreIsNotTouched) {
    {
        auto store = run::RunStore::openForWriting(folder);
        ASSERT_TRUE(store->put("store_version", "99"));
    }
    const auto store = run::RunStore::openForWriting(folder);
    ASSERT_FALSE(store);
    EXPECT_EQ(store.error().message.code, "run.store_newer");
}

TEST_F(StoreTest, OneWriterAtATime) {
    const auto first = run::FolderLock::take(folder);
    ASSERT_TRUE(first);
    const auto second = run::FolderLock::take(folder);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().message.code, "run.folder_in_use");
}

TEST_F(StoreTest, AnEarlierRunIsMovedAsideNotOverwritten) {
    { ASSERT_TRUE(run::RunStore::openForWriting(folder)); }
    std::ofstream(folder / "report.json") << "{}";
    std::ofstream(folder / "notes.txt") << "mine";
    const auto kept = run::keepPrevious(folder);
    ASSERT_TRUE(kept);
    ASSERT_TRUE(*kept);
    EXPECT_TRUE(fs::exists(folder / "previous/1/run.sqlite"));
    EXPECT_TRUE(fs::exists(folder / "previous/1/report.json"));
    EXPECT_TRUE(fs::exists(folder / "notes.txt"));
    EXPECT_FALSE(fs::exists(folder / "run.sqlite"));
    EXPECT_FALSE(*run::keepPrevious(folder));
}

}  // namespace
