// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/stages/board.h"

#include <gtest/gtest.h>

using namespace pwb;

namespace {

TEST(Board, AReferenceDoesNotHoldUpTheTimeLeft) {
    result::RunResult document;
    document.engines.resize(2);
    const base::EngineId plain(base::Precision::Int8, base::Variant::Plain);
    document.engines[1].id = plain;
    run::EngineProgress last;
    run::Observer observer;
    observer.progress = [&last](const run::EngineProgress& progress) { last = progress; };
    run::Board board(observer, document);
    board.tell(plain, run::Stage::Evaluating, 1, 1);
    EXPECT_EQ(last.engine, plain);
    EXPECT_DOUBLE_EQ(last.overall, 0.2);
    EXPECT_EQ(last.secondsLeft, -1) << "nothing that is measured has begun";
    board.tell(base::Precision::Fp32, run::Stage::Done, 1, 1);
    EXPECT_EQ(last.secondsLeft, 0);
}

}  // namespace
