// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/stages/board.h"

#include <gtest/gtest.h>

using namespace pwb;

namespace {

TEST(Board, AReferenceDoesNotHoldUpTheTimeLeft) {
    result::RunResult document;
    document.engines.resize(2);
    document.engines[1].precision = base::Precision::Int8;
    document.engines[1].variant = "plain";
    run::EngineProgress last;
    run::Observer observer;
    observer.progress = [&last](const run::EngineProgress& progress) { last = progress; };
    run::Board board(observer, document);
    board.tell("int8-plain", run::Stage::Evaluating, 1, 1);
    EXPECT_EQ(last.engine, "int8-plain");
    EXPECT_DOUBLE_EQ(last.overall, 0.2);
    EXPECT_EQ(last.secondsLeft, -1) << "nothing that is measured has begun";
    board.tell("fp32", run::Stage::Done, 1, 1);
    EXPECT_EQ(last.secondsLeft, 0);
}

}  // namespace
