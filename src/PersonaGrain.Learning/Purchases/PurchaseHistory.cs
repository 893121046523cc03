namespace PersonaGrain.Learning.Purchases;

/// <summary>
/// What purchase models know of a customer: (x, t_x, T) of Fader, Hardie and Lee 2005. Times count from the first purchase, in any unit that is the
/// same
/// for all customers.
/// </summary>
public readonly record struct PurchaseHistory
{
    /// <summary>A history.</summary>
    /// <param name="frequency">x.</param>
    /// <param name="recency">t_x.</param>
    /// <param name="age">T.</param>
    /// <exception cref="ArgumentOutOfRangeException">No customer can have it; <see cref="WhyNot"/> tells why.</exception>
    public PurchaseHistory(int frequency, double recency, double age)
    {
        if (WhyNot(frequency, recency, age) is { } fault)
        {
            throw new ArgumentOutOfRangeException(fault.Field, fault.Message);
        }

        (Frequency, Recency, Age) = (frequency, recency, age);
    }

    /// <summary>x: purchases after the first one.</summary>
    public int Frequency { get; }

    /// <summary>t_x: when the last of them was; 0 where there is none.</summary>
    public double Recency { get; }

    /// <summary>T: how long the customer was observed.</summary>
    public double Age { get; }

    /// <summary>Why no customer can have such a history, and which of x, t_x and T says so; null where one can.</summary>
    public static (string Field, string Message)? WhyNot(double frequency, double recency, double age)
    {
        if (!(frequency >= 0 && frequency <= int.MaxValue && frequency == Math.Floor(frequency)))
        {
            return ("x", $"x counts purchases after the first one, and {frequency:R} is no count");
        }

        if (!(recency >= 0 && double.IsFinite(recency)))
        {
            return ("t_x", $"t_x is a time from the first purchase on, and {recency:R} is none");
        }

        if (!(age >= recency && double.IsFinite(age)))
        {
            return ("T", $"T is the whole time of observation, and {age:R} is less than t_x, which is {recency:R}");
        }

        return frequency == 0 && recency > 0 ? ("t_x", $"x is 0, so there is no later purchase, and t_x has to be 0 instead of {recency:R}") : null;
    }
}
