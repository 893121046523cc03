namespace PersonaGrain.Cli.Fitting.Purchases;

/// <summary>What is asked of a purchase model.</summary>
internal sealed record PurchaseQuestions
{
    /// <summary>Expected purchases within this time from the end of the observation on.</summary>
    public double? Expect { get; init; }

    /// <summary>The probabilities of these numbers of purchases …</summary>
    public IReadOnlyList<int> Purchases { get; init; } = [];

    /// <summary>… within this time after the first one.</summary>
    public double? Within { get; init; }

    /// <summary>By what part the value of a purchase falls with each period; null where no lifetime value is asked for.</summary>
    public double? Discount { get; init; }

    /// <summary>At what rate per unit of time purchases to come are discounted that are added up without end; null where that is not asked for.</summary>
    public double? Dert { get; init; }

    /// <summary>How long a period of <see cref="Discount"/> is, in units of time.</summary>
    public double Period { get; init; } = 1;
}
