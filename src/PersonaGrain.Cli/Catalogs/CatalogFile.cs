using PersonaGrain.Catalogs;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Cli.Stores;
using PersonaGrain.Embedded;

namespace PersonaGrain.Cli.Catalogs;

/// <summary>The catalog that a command puts in force.</summary>
/// <param name="Document">The catalog, or null to keep the store's own.</param>
/// <param name="Failed">It is faulty; its faults were told.</param>
internal readonly record struct CatalogFile(CatalogDocument? Document, bool Failed)
{
    /// <summary>The sample that a new store starts with, copied beside the program.</summary>
    public static readonly string Sample = Path.Combine(AppContext.BaseDirectory, "catalogs", "athletic-wear.json");

    /// <summary>Loads the catalog of a request: the given one, or the sample for a new store.</summary>
    public static async Task<CatalogFile> LoadAsync(PersonaConsole console, StoreRequest request, CancellationToken cancellation)
    {
        var path = request.Catalog ?? (StoreReading.Exists(request.Folder) ? null : Sample);
        return path is null ? default : await ReadAsync(console, path, cancellation);
    }

    /// <summary>Reads a file, and tells its faults.</summary>
    public static async Task<CatalogFile> ReadAsync(PersonaConsole console, string path, CancellationToken cancellation)
    {
        var reading = CatalogReader.Read(await File.ReadAllBytesAsync(path, cancellation));
        if (reading is CatalogReading.Sound(var document))
        {
            return new CatalogFile(document, Failed: false);
        }

        DocumentFaults.Write(console, path, "applied", ((CatalogReading.Faulty)reading).Faults);
        return new CatalogFile(null, Failed: true);
    }
}
