using System.IO.Compression;
using Microsoft.AspNetCore.RequestDecompression;
using Microsoft.Extensions.DependencyInjection;

namespace PersonaGrain.Gateway.Http;

/// <summary>Sets up the decompression of bodies: gzip, deflate, br.</summary>
internal static class Decompression
{
    private const string Switch = "System.IO.Compression.UseStrictValidation";

    /// <summary>Adds it.</summary>
    /// <exception cref="InvalidOperationException">The process takes a body that is cut off for a whole one.</exception>
    internal static void Add(IServiceCollection services)
    {
        if (!NoticesWhatIsCutOff())
        {
            throw new InvalidOperationException(
                $"a compressed body that is cut off would be taken for a whole one: set {Switch} to true in the program's runtimeconfig.json " +
                "(RuntimeHostConfigurationOption)");
        }

        services.AddRequestDecompression(options =>
        {
            if (options.DecompressionProviders.TryGetValue("gzip", out var gzip))
            {
                options.DecompressionProviders.TryAdd("x-gzip", gzip);
            }
        });
    }

    // Without the switch the runtime ends such a stream in silence, and nothing outside the decompressor can tell.
    private static bool NoticesWhatIsCutOff()
    {
        ReadOnlySpan<byte> header = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3];
        using var cut = new GZipStream(new MemoryStream(header.ToArray()), CompressionMode.Decompress);
        try
        {
            return cut.ReadByte() >= 0;
        }
        catch (InvalidDataException)
        {
            return true;
        }
    }
}
