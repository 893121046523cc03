using PersonaGrain.Predictions;

namespace PersonaGrain.Profiles.Computed.Purchases;

/// <summary>What a profile knows of its purchases. Days are those of UTC, numbered from 0001-01-01; all purchases of one day are one.</summary>
/// <param name="Days">On how many days there were any.</param>
/// <param name="First">The first of them.</param>
/// <param name="Last">The last of them.</param>
/// <param name="Signals">How many signals there were.</param>
/// <param name="SignalsWithValue">How many of them had a value.</param>
/// <param name="Valued">On how many days after the first one a purchase had a value.</param>
/// <param name="Sum">The sum of the values.</param>
/// <param name="SumOfFirst">The sum of those of the first day.</param>
internal readonly record struct PurchaseRecord(long Days, long First, long Last, long Signals, long SignalsWithValue, long Valued, double Sum, double SumOfFirst)
{
    /// <summary>x: days with purchases after the first one.</summary>
    internal long Frequency => Days - 1;

    /// <summary>t_x, in days.</summary>
    internal long Recency => Last - First;

    /// <summary>z̄: what a purchase after the first day was worth on average, of those that had a value; 0 where there is none.</summary>
    internal double MeanSpend => Valued > 0 ? Math.Max(0, Sum - SumOfFirst) / Valued : 0;

    /// <summary>What the monetary value of RFM is.</summary>
    internal double Monetary(MonetaryValue monetary) => monetary == MonetaryValue.Sum || SignalsWithValue == 0 ? Sum : Sum / SignalsWithValue;

    /// <summary>T at an instant in ticks, in days: from the beginning of the first day on, and never before the last one.</summary>
    internal double Age(long now) => Math.Max(Recency, (now - (First * TimeSpan.TicksPerDay)) / (double)TimeSpan.TicksPerDay);

    /// <summary>Whole days since the last purchase.</summary>
    internal long DaysSince(long now) => Math.Max(0, (now / TimeSpan.TicksPerDay) - Last);
}
