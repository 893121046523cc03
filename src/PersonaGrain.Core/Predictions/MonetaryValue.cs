namespace PersonaGrain.Predictions;

/// <summary>What the monetary value of a customer is, in RFM.</summary>
public enum MonetaryValue
{
    /// <summary>The sum of their transactions.</summary>
    Sum,

    /// <summary>Their mean.</summary>
    Mean,
}
