using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.LightGbm;

namespace PersonaGrain.Learning.Tests.Outcomes;

/// <summary>LightGBM with its own settings, as a yardstick: what the data bear where interactions and thresholds are learned too.</summary>
internal static class BoostedTrees
{
    /// <summary>The area under the curve for the rows held back, of trees grown on all others.</summary>
    internal static double Auc(float[][] features, bool[] labels, bool[] isHeldBack)
    {
        var context = new MLContext(seed: 1);
        var schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, features[0].Length);
        var trainer = context.BinaryClassification.Trainers.LightGbm(
            new LightGbmBinaryTrainer.Options { Deterministic = true, Seed = 1, NumberOfThreads = 1 });

        var model = trainer.Fit(View(heldBack: false));
        return context.BinaryClassification.Evaluate(model.Transform(View(heldBack: true))).AreaUnderRocCurve;

        IDataView View(bool heldBack) => context.Data.LoadFromEnumerable(
            Enumerable.Range(0, labels.Length).Where(row => isHeldBack[row] == heldBack)
                .Select(row => new Row { Label = labels[row], Features = features[row] }),
            schema);
    }

    private sealed class Row
    {
        public bool Label { get; set; }

        public float[] Features { get; set; } = [];
    }
}
