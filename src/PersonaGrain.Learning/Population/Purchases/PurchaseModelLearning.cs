using PersonaGrain.Learning.Fitting;
using PersonaGrain.Learning.Purchases;
using PersonaGrain.Population.Purchases;
using PersonaGrain.Predictions;
using PersonaGrain.Time;

namespace PersonaGrain.Learning.Population.Purchases;

/// <summary>Fits a model of purchases to a census. What was fitted before stays while no typical person would notice the difference.</summary>
internal static class PurchaseModelLearning
{
    private const double MostAlive = 0.005;
    private const double MostExpected = 0.01;

    private static readonly int[] Frequencies = [0, 1, 2, 5, 12, 40];
    private static readonly double[] Ages = [7, 30, 90, 365, 730];
    private static readonly double[] Recencies = [0.25, 0.6, 0.9, 1];
    private static readonly double[] Ahead = [30, 365];

    /// <summary>The model; that of before where it says about the same, or where there is no new one.</summary>
    internal static FittedPurchases? Learn(SourceCensus census, PurchaseModelType type, FittedPurchases? before, Instant now, Action<string, string> fault)
    {
        var histories = census.Histories(now).Where(static cell => cell.People > 0).Select(static cell =>
            new WeightedHistory(new PurchaseHistory((int)cell.Frequency, cell.Recency, cell.Age), (int)cell.People));
        switch (PurchaseFit.RunWithPrior(KindOf(type), histories, before?.Model.Parameters))
        {
            case FitResult<IPurchaseModel>.Fitted(var model, var maximum):
                return PurchaseModel.Of(type, [.. model.Parameters.Select(static one => one.Value)]) is not { } found
                    || (before is not null && IsAlike(before.Model, found)) ? before : new FittedPurchases(type, found, maximum.LogCovariance, census.People);
            case FitResult<IPurchaseModel>.Failed(var why):
                fault(PurchaseModelName.Of(type), why.Message);
                return before;
            default:
                throw new InvalidOperationException("a result that this version does not know");
        }
    }

    /// <summary>Whether two models tell people of typical histories about the same.</summary>
    internal static bool IsAlike(PurchaseModel one, PurchaseModel other)
    {
        foreach (var age in Ages)
        {
            foreach (var frequency in Frequencies)
            {
                foreach (var share in frequency == 0 ? [0.0] : Recencies)
                {
                    if (!IsAlike(one, other, frequency, share * age, age))
                    {
                        return false;
                    }
                }
            }
        }

        return true;
    }

    private static bool IsAlike(PurchaseModel one, PurchaseModel other, int frequency, double recency, double age)
    {
        if (Math.Abs(one.ProbabilityAlive(frequency, recency, age) - other.ProbabilityAlive(frequency, recency, age)) > MostAlive)
        {
            return false;
        }

        foreach (var time in Ahead)
        {
            var (left, right) = (one.ExpectedWhileAlive(frequency, age, time), other.ExpectedWhileAlive(frequency, age, time));
            if (!(Math.Abs(left - right) <= MostExpected * Math.Max(left, right)))
            {
                return false;
            }
        }

        return true;
    }

    private static PurchaseModelKind KindOf(PurchaseModelType type) => PurchaseModelKind.All.Single(kind => kind.Name == PurchaseModelName.Of(type));
}
