using PersonaGrain.Learning.Purchases;

namespace PersonaGrain.Learning.Tests.Purchases;

/// <summary>The customers of CDNOW's sample, in weeks to the end of the calibration period.</summary>
internal static class Cdnow
{
    public const string File = "cdnow/cdnow_customers_summary.csv";

    public static PurchaseHistory[] Histories() =>
        Array.ConvertAll(new SharedTable(File).Rows("frequency", "recency", "T"), static row => new PurchaseHistory((int)row[0], row[1], row[2]));
}
