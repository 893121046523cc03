using System.Globalization;
using System.IO.Compression;
using PersonaGrain.Testing;

namespace PersonaGrain.Learning.Tests.Population;

/// <summary>The orders of a wholesaler of gifts from 2010-12-01 to 2011-12-09, by customer; rows without a customer and cancelled ones are passed over.</summary>
internal static class OnlineRetail
{
    public const string Source = "online_retail/online_retail.csv.gz";

    public static Dictionary<string, List<(DateOnly Day, double Value)>> Orders()
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(Repository.SharedData(Source)), CompressionMode.Decompress));
        using var table = new CsvHelper.CsvReader(reader, CultureInfo.InvariantCulture);
        table.Read();
        table.ReadHeader();
        var orders = new Dictionary<string, List<(DateOnly, double)>>();
        while (table.Read())
        {
            var (customer, invoice) = (table.GetField("CustomerID")!, table.GetField("InvoiceNo")!);
            if (customer.Length > 0 && invoice[0] != 'C' && table.GetField<double>("Quantity") * table.GetField<double>("UnitPrice") is var value && value > 0)
            {
                if (!orders.TryGetValue(customer, out var own))
                {
                    orders.Add(customer, own = []);
                }

                own.Add((DateOnly.FromDateTime(DateTime.Parse(table.GetField("InvoiceDate")!, CultureInfo.InvariantCulture)), value));
            }
        }

        return orders;
    }
}
