// SPDX-License-Identifier: GPL-3.0-or-later
// Precompiled for the folders that read and write ONNX.
#pragma once

#include <onnx/onnx_pb.h>

#include "cmake/pch/core.h"
