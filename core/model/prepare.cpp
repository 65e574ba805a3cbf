// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/prepare.h"

#include "core/base/try.h"
#include "core/model/batch_norm.h"
#include "core/model/graph.h"
#include "core/model/parse.h"
#include "core/model/simplify.h"

namespace pwb::model {

base::Result<PrepareFacts> prepare(onnx::ModelProto& model, std::int64_t minimumOpset) {
    onnx::GraphProto& graph = *model.mutable_graph();
    graph.clear_value_info();  // what an exporter noted may no longer hold after the rewriting
    dropInitializerInputs(model);
    PWB_CHECK(sortTopologically(graph));
    if (defaultOpset(model) < minimumOpset) raiseOpset(model, minimumOpset);

    PrepareFacts facts;
    facts.constantsLifted = liftConstants(model);
    facts.identitiesRemoved = removeIdentities(model);
    facts.batchNormsFolded = foldBatchNorms(model);
    PWB_CHECK(sortTopologically(*model.mutable_graph()));
    const int nodes = model.graph().node_size();
    removeDead(model);
    facts.deadNodesRemoved = nodes - model.graph().node_size();
    nameNodes(model);
    PWB_CHECK(checkStructure(model));
    return facts;
}

}  // namespace pwb::model
