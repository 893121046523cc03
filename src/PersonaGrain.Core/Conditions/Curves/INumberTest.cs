namespace PersonaGrain.Conditions.Curves;

/// <summary>What is asked of a number.</summary>
internal interface INumberTest
{
    /// <summary>How many numbers there are at which the truth may change.</summary>
    int Boundaries { get; }

    /// <summary>One of them.</summary>
    double Boundary(int index);

    /// <summary>Whether a number passes.</summary>
    bool Matches(double value);
}

/// <summary>Whether a number lies less than a tolerance away from one that is known.</summary>
/// <param name="Value">The one that is known.</param>
/// <param name="Tolerance">How far others may lie from it.</param>
internal readonly record struct NumberBand(double Value, double Tolerance) : INumberTest
{
    /// <inheritdoc />
    public int Boundaries => 2;

    /// <inheritdoc />
    public double Boundary(int index) => index == 0 ? Value - Tolerance : Value + Tolerance;

    /// <inheritdoc />
    public bool Matches(double value) => value > Value - Tolerance && value < Value + Tolerance;
}
