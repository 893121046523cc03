namespace PersonaGrain.Predictions;

/// <summary>The models of purchases that a trait can be worked out by. The numbers are stored: explicit and append-only.</summary>
public enum PurchaseModelType
{
    /// <summary>BG/NBD (Fader, Hardie and Lee 2005): a customer may stop after each purchase but the first.</summary>
    BgNbd = 1,

    /// <summary>MBG/NBD (Batislam, Denizel and Filiztekin 2007): a customer may stop after each purchase, the first included.</summary>
    MbgNbd = 2,

    /// <summary>Pareto/NBD (Schmittlein, Morrison and Colombo 1987): a customer may stop at any time.</summary>
    ParetoNbd = 3,
}

/// <summary>The names of the models, as catalogs and the command line have them.</summary>
public static class PurchaseModelName
{
    private static readonly (string Name, PurchaseModelType Type)[] Known =
        [("bgnbd", PurchaseModelType.BgNbd), ("mbg-nbd", PurchaseModelType.MbgNbd), ("pareto-nbd", PurchaseModelType.ParetoNbd)];

    /// <summary>All names; the first is of the model that a trait has where it names none.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Known.Select(static one => one.Name)];

    /// <summary>The name of a model.</summary>
    public static string Of(PurchaseModelType type) => Array.Find(Known, one => one.Type == type).Name;

    /// <summary>The model of a name; null for none.</summary>
    public static PurchaseModelType? Parse(string? name) => Array.Find(Known, one => one.Name == name) is { Name: not null } found ? found.Type : null;
}
