using PersonaGrain.Predictions;

namespace PersonaGrain.Profiles.Computed.Purchases;

/// <summary>When the next purchase is expected, over time while nothing is bought: the wait only grows, and so the date only recedes.</summary>
/// <param name="Model">The model, in days.</param>
/// <param name="Record">The person's purchases.</param>
internal readonly record struct NextPurchaseCurve(PurchaseModel Model, PurchaseRecord Record)
{
    /// <summary>How many days are to go from an instant on.</summary>
    internal double WaitAt(long time) => Model.MedianWait(Record.Frequency, Record.Age(time));

    /// <summary>The day, as it is at an instant.</summary>
    internal double DayAt(long time) => DayAfter(time, WaitAt(time));

    /// <summary>The day so many days after an instant, numbered from 0001-01-01.</summary>
    internal static double DayAfter(long time, double days) => Math.Floor((time / (double)TimeSpan.TicksPerDay) + days);
}
