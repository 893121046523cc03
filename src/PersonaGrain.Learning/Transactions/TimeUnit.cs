namespace PersonaGrain.Learning.Transactions;

/// <summary>In what times are counted.</summary>
public enum TimeUnit
{
    /// <summary>Days.</summary>
    Days,

    /// <summary>Seven days each; parts of a week count.</summary>
    Weeks,
}
