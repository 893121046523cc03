namespace PersonaGrain.Predictions;

/// <summary>The models of purchases that a trait can be worked out by. The numbers are stored: explicit and append-only.</summary>
public enum PurchaseModelType
{
    /// <summary>BG/NBD (Fader, Hardie and Lee 2005): a customer may stop after each purchase but the first.</summary>
    BgNbd = 1,

    /// <summary>MBG/NBD (Batislam, Denizel and Filiztekin 2007): a customer may stop after each purchase, the first included.</summary>
    MbgNbd = 2,
}

/// <summary>The names of the models, as catalogs and the command line have them.</summary>
public static class PurchaseModelName
{
    /// <summary>BG/NBD.</summary>
    public const string BgNbd = "bgnbd";

    /// <summary>MBG/NBD.</summary>
    public const string MbgNbd = "mbg-nbd";

    /// <summary>Pareto/NBD, which <c>persona fit</c> fits, and which no trait is worked out by: its P(alive) is an integral, too slow for a signal's path.</summary>
    public const string ParetoNbd = "pareto-nbd";

    /// <summary>The name of a model.</summary>
    public static string Of(PurchaseModelType type) => type == PurchaseModelType.MbgNbd ? MbgNbd : BgNbd;
}
