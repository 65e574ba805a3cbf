// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/engine_id.h"

#include <gtest/gtest.h>

#include <set>

using namespace pwb::base;

namespace {

constexpr Variant kVariants[] = {Variant::None,   Variant::Qat,         Variant::Dynamic,    Variant::Plain,
                                 Variant::ForCpu, Variant::ForOpenVino, Variant::ForTensorRt};

TEST(EngineId, KeysAreUniqueAndReadBack) {
    std::set<std::string> keys;
    for (const Precision precision : kAllPrecisions)
        for (const Variant variant : kVariants) {
            const EngineId id(precision, variant);
            EXPECT_TRUE(keys.insert(id.key()).second) << id.key();
            EXPECT_EQ(EngineId::parse(id.key()), id) << id.key();
            EXPECT_EQ(variantFromId(variantId(variant)), variant);
        }
    EXPECT_EQ(EngineId(Precision::Int8, Variant::Qat).key(), "int8-qat");
    EXPECT_EQ(EngineId(Precision::Fp16).key(), "fp16");
}

TEST(EngineId, WhatNamesNoneIsNotRead) {
    for (const char* key :
         {"", "-", "fp32-", "-qat", "int8-", "int8-none", "int8-qat-plain", "int4", "FP32", "fp32 "})
        EXPECT_FALSE(EngineId::parse(key)) << key;
    EXPECT_FALSE(variantFromId("ptq")) << "the default INT8 has no variant";
}

TEST(EngineId, OnlyFp32BuiltHereIsTheBaseline) {
    EXPECT_TRUE(EngineId(Precision::Fp32).isBaseline());
    EXPECT_FALSE(EngineId(Precision::Fp16).isBaseline());
    EXPECT_FALSE(EngineId(Precision::Fp32, Variant::ForTensorRt).isBaseline());
    EXPECT_TRUE(EngineId(Precision::Int8).isDefault());
    EXPECT_FALSE(EngineId(Precision::Int8, Variant::Plain).isDefault());
}

TEST(EngineId, AnEngineOfAnotherToolGoesByItsName) {
    EngineId given(Precision::Int8);
    given.origin = EngineOrigin::Given;
    given.name = "ours, pruned";
    EXPECT_EQ(given.key(), "ours, pruned");
    EXPECT_FALSE(given.isDefault());
    EXPECT_NE(given, EngineId(Precision::Int8));
    EngineId imported = given;
    imported.origin = EngineOrigin::Imported;
    EXPECT_NE(imported, given);
}

TEST(EngineId, TheOrderIsByPrecisionThenVariant) {
    EXPECT_LT(EngineId(Precision::Fp32), EngineId(Precision::Fp16));
    EXPECT_LT(EngineId(Precision::Fp16, Variant::ForTensorRt), EngineId(Precision::Int8));
    EXPECT_LT(EngineId(Precision::Int8), EngineId(Precision::Int8, Variant::Qat));
}

}  // namespace
