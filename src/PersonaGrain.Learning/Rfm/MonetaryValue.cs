namespace PersonaGrain.Learning.Rfm;

/// <summary>What the monetary value of a customer is.</summary>
public enum MonetaryValue
{
    /// <summary>The sum of their transactions.</summary>
    Sum,

    /// <summary>Their mean.</summary>
    Mean,
}
