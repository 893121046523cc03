using System.Collections.Frozen;
using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using PersonaGrain.Dashboard.Access;

namespace PersonaGrain.Dashboard.Assets;

/// <summary>What pages load: style sheets and scripts, out of this assembly.</summary>
/// <remarks>
/// The framework's own way (static web assets) finds files by a manifest beside a web project: neither a tool that is installed nor a host inside a test has it, and the
/// programs here are no web projects. Embedded, they are there however the program is run. The address holds the hash of the content, so
/// a browser keeps it for good and asks anew only for what changed.
/// </remarks>
internal static class PageAssets
{
    private const string Folder = "assets/";

    private static readonly FrozenDictionary<string, PageAsset> All = typeof(PageAssets).Assembly.GetManifestResourceNames()
        .Where(static name => name.StartsWith(Folder, StringComparison.Ordinal))
        .Select(static name => new PageAsset(name[Folder.Length..], Read(name)))
        .ToFrozenDictionary(static asset => asset.Name);

    /// <summary>The address of one, such as <c>dashboard.css</c>.</summary>
    internal static string Address(string name) => All[name].Address;

    /// <summary>Maps them. They are the same for everybody, so that they need no key.</summary>
    internal static void Map(WebApplication application)
    {
        foreach (var asset in All.Values)
        {
            application.MapMethods(asset.Address, [HttpMethods.Get, HttpMethods.Head], asset.WriteAsync).WithMetadata(PageEndpoint.Asset).ExcludeFromDescription();
        }
    }

    private static byte[] Read(string name)
    {
        using var stream = typeof(PageAssets).Assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}

/// <summary>One of them.</summary>
internal sealed class PageAsset(string name, byte[] content)
{
    private readonly Lazy<byte[]> _compressed = new(() => Compress(content));

    /// <summary>Its name.</summary>
    internal string Name => name;

    /// <summary>Its path.</summary>
    internal string Address { get; } = $"/assets/{Convert.ToHexStringLower(SHA256.HashData(content))[..16]}/{name}";

    /// <summary>Answers with it.</summary>
    internal Task WriteAsync(HttpContext context)
    {
        var response = context.Response;
        response.ContentType = name.EndsWith(".css", StringComparison.Ordinal) ? "text/css; charset=utf-8" : "text/javascript; charset=utf-8";
        response.Headers.CacheControl = "public, max-age=31536000, immutable";
        response.Headers.Vary = "Accept-Encoding";
        var isCompressed = context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase);
        if (isCompressed)
        {
            response.Headers.ContentEncoding = "gzip";
        }

        var bytes = isCompressed ? _compressed.Value : content;
        response.ContentLength = bytes.Length;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : response.Body.WriteAsync(bytes, context.RequestAborted).AsTask();
    }

    private static byte[] Compress(byte[] content)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Optimal))
        {
            gzip.Write(content);
        }

        return target.ToArray();
    }
}
