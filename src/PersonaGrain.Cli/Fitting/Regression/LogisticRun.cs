using System.Text.Json.Nodes;
using PersonaGrain.Cli.Fitting.Answers;
using PersonaGrain.Cli.Fitting.Tables;
using PersonaGrain.Learning.Regression;

namespace PersonaGrain.Cli.Fitting.Regression;

/// <summary>Fits a logistic regression.</summary>
/// <param name="occurs">The text that is the event; null for the usual one.</param>
/// <param name="isScaled">Features are shifted and scaled to mean 0 and variance 1.</param>
internal sealed class LogisticRun(string? occurs, bool isScaled)
{
    /// <summary>Answers.</summary>
    public FitAnswer Answer(TableFields? fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        var target = LogisticTarget.Of(fields, occurs);
        string[] names = [.. fields.Columns.Skip(1)];
        var features = FeatureMatrix.Read(fields, 1, names.Length, isScaled);
        var model = LogisticRegression.Fit(names, features, target.Outcomes) switch
        {
            LogisticResult.Fitted(var fitted) => fitted,
            LogisticResult.Failed(var fault) => throw FitWords.Of(fault, variable => variable == "target" ? fields.Columns[0] : variable),
            _ => throw new InvalidOperationException("a result that this version does not know"),
        };
        var rows = target.Outcomes.Select((outcome, index) => new JsonNode?[]
        {
            fields.Rows[index].Line, outcome ? 1 : 0, JsonNumbers.Of(model.Probability(features[index])),
        });
        return new FitAnswer(Values(model, target.Event), new RowAnswers(["line", fields.Columns[0], "probability"], rows));
    }

    private static JsonObject Values(LogisticModel model, string occurs) => new()
    {
        ["event"] = occurs,
        ["events"] = model.Events,
        ["rows"] = model.Rows,
        ["logLikelihood"] = JsonNumbers.Of(model.LogLikelihood),
        ["deviance"] = JsonNumbers.Of(model.Deviance),
        ["nullDeviance"] = JsonNumbers.Of(model.NullDeviance),
        ["aic"] = JsonNumbers.Of(model.Aic),
        ["converged"] = true,
        ["iterations"] = model.Iterations,
        ["coefficients"] = Of(model, static one => one.Estimate),
        ["standardErrors"] = Of(model, static one => one.StandardError),
        ["z"] = Of(model, static one => one.Z),
        ["p"] = Of(model, static one => one.P),
    };

    private static JsonObject Of(LogisticModel model, Func<Coefficient, double> value) =>
        JsonNumbers.Of(model.Coefficients.Select(one => (one.Name, value(one))));
}
