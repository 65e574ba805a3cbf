// SPDX-License-Identifier: GPL-3.0-or-later
// Precompiled for the tests of the folders that read and write ONNX.
#pragma once

#include <onnx/onnx_pb.h>
#include <rapidcheck.h>

#include "cmake/pch/tests.h"
