using System.Text.Json.Nodes;
using PersonaGrain.Cli.Fitting.Answers;
using PersonaGrain.Learning.Fitting;
using PersonaGrain.Learning.Spending;

namespace PersonaGrain.Cli.Fitting.Spending;

/// <summary>A Gamma-Gamma model as an answer.</summary>
internal static class GammaGammaAnswers
{
    /// <summary>Fits it.</summary>
    /// <param name="histories">What is known of customers.</param>
    /// <param name="column">The column of a variable; null for none.</param>
    public static FitResult<GammaGammaModel>.Fitted Fit(IReadOnlyList<SpendHistory> histories, Func<string, string?> column) =>
        GammaGammaFit.Run(histories) switch
    {
        FitResult<GammaGammaModel>.Fitted fitted => fitted,
        FitResult<GammaGammaModel>.Failed(var fault) => throw FitWords.Of(fault, column),
        _ => throw new InvalidOperationException("a result that this version does not know"),
    };

    /// <summary>Its parameters, and what was found at the maximum where it was fitted.</summary>
    public static JsonObject Of(GammaGammaModel model, LikelihoodMaximum? maximum)
    {
        var values = new JsonObject();
        foreach (var (name, value) in model.Parameters)
        {
            values[name] = JsonNumbers.Of(value);
        }

        if (maximum is not null)
        {
            values["logLikelihood"] = JsonNumbers.Of(maximum.LogLikelihood);
            values["aic"] = JsonNumbers.Of(maximum.Aic);
            values["converged"] = true;
            values["standardErrors"] = JsonNumbers.Of(GammaGammaModel.ParameterNames.Zip(maximum.StandardErrors));
        }

        values["meanSpend"] = JsonNumbers.Of(model.MeanSpend);
        return values;
    }
}
