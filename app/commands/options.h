// SPDX-License-Identifier: GPL-3.0-or-later
// The flags of pwb: each is spelled, checked and explained here once, and every subcommand takes those it
// needs. A wrong value is a usage error (exit code 2) that says what would be right.
#pragma once

#include "app/command_line.h"
#include "core/run/plan.h"

namespace pwb::app {

void addModelArgument(Command& command, run::RunPlan& plan);
/// --data, --labels, --video-rate.
void addDataFlags(Command& command, run::RunPlan& plan);
/// --calibration, --calibration-table and addDrawFlags().
void addCalibrationFlags(Command& command, run::RunPlan& plan);
/// --calibration-samples, --calibrator, --calibration-batch, --no-calibration-cache, --seed.
void addDrawFlags(Command& command, run::RunPlan& plan);
/// --size, --resize, --crop, --interpolation, --resize-with, --antialias, --no-antialias, --pad,
/// --decode-with,
/// --color, --scale, --mean, --std, --layout, --preprocess, --preprocess-preset.
void addPreprocessFlags(Command& command, run::RunPlan& plan);
/// --task, and of detectors --detector, --threshold, --nms-iou, --confidence, --max-detections,
/// --agnostic-nms,
/// --no-plain-int8.
void addTaskFlags(Command& command, run::RunPlan& plan);
/// --threads, --provider, --out.
void addEngineFlags(Command& command, run::RunPlan& plan);
/// --precisions.
void addPrecisionsFlag(Command& command, run::RunPlan& plan);
/// --max-drop, --keep-float, --qat, --dynamic, --fp16-io.
void addInt8Flags(Command& command, run::RunPlan& plan);
/// --for.
void addTargetFlag(Command& command, run::RunPlan& plan);
/// --batch, --limit, --allow-unreadable, --batches, --streams, --runs, --layers, --sensitivity, --no-measure.
void addMeasureFlags(Command& command, run::RunPlan& plan);
/// --memory-gb, --streams-needed, --fps, --latency-ms, --accuracy-floor, --smallest-object,
/// --safety-critical, --qat-possible, --platform.
void addRequirementFlags(Command& command, decide::Requirements& requirements);

}  // namespace pwb::app
