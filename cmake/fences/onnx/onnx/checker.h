// SPDX-License-Identifier: GPL-3.0-or-later
// Found in place of ONNX's own header by targets that do not link pwb_onnx (cmake/PwbFolder.cmake).
#error "ONNX types stay within core/model and core/quantize: use their headers that have none"
