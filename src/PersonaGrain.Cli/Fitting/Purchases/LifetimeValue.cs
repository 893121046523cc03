using PersonaGrain.Learning.Purchases;
using PersonaGrain.Learning.Spending;

namespace PersonaGrain.Cli.Fitting.Purchases;

/// <summary>What a customer's future purchases are worth today.</summary>
internal static class LifetimeValue
{
    /// <summary>The longest time that values are summed over, in periods: each takes an evaluation of the model for each customer.</summary>
    public const int LongestTime = 10_000;

    /// <summary>
    /// The sum over whole periods, and what is left of one at the end, of the purchases expected in it times the expected value of one, discounted from the
    /// period's end. Null where the expected value of a purchase is not finite.
    /// </summary>
    public static double? Of(IPurchaseModel model, GammaGammaModel spending, PurchaseCustomer customer, PurchaseQuestions questions)
    {
        if (spending.ConditionalMeanSpend(customer.Spend) is not { } mean)
        {
            return null;
        }

        var (sum, before, horizon, length) = (0.0, 0.0, questions.Expect ?? 0, questions.Period);
        for (var period = 1; ; period++)
        {
            var end = Math.Min(period * length, horizon);
            var until = Expected(model, customer.History, end);
            sum += (until - before) / Math.Pow(1 + (questions.Discount ?? 0), end / length);
            before = until;
            if (end >= horizon)
            {
                return mean * sum;
            }
        }
    }

    /// <summary>Discounted expected purchases without end.</summary>
    public static double Endless(IPurchaseModel model, PurchaseHistory history, double rate)
    {
        try
        {
            return DiscountedPurchases.Of(model, history, rate);
        }
        catch (ArithmeticException fault)
        {
            throw new DataFaultException(fault.Message, "give a greater rate with --dert");
        }
    }

    /// <summary>Expected purchases; a time that is too long for the model is a fault of the question.</summary>
    public static double Expected(IPurchaseModel model, PurchaseHistory history, double time) =>
        Answered(() => model.ExpectedPurchases(history, time));

    /// <summary>The same of a customer of whom nothing is known.</summary>
    public static double ExpectedOfNew(IPurchaseModel model, double time) => Answered(() => model.ExpectedPurchases(time));

    private static double Answered(Func<double> expected)
    {
        try
        {
            return expected();
        }
        catch (ArithmeticException fault)
        {
            throw new DataFaultException(fault.Message, "ask for a shorter time with --expect");
        }
    }
}
