using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace PersonaGrain.Gateway.Settings;

/// <summary>
/// The server's own section <c>Kestrel</c>: endpoints, certificates, limits. Paths in it are relative to the current folder, as others are.
/// </summary>
public static class KestrelSettings
{
    private const string Section = "Kestrel";

    /// <summary>The types that say what the section may hold.</summary>
    internal static readonly Type[] Shape = [typeof(KestrelSection)];

    /// <summary>The addresses of its endpoints, separated by semicolons; null where it has none.</summary>
    public static string? Urls(IConfiguration configuration)
    {
        var endpoints = configuration.GetSection(Section + ":Endpoints").GetChildren().Select(static endpoint => endpoint["Url"]).OfType<string>().ToList();
        return endpoints.Count == 0 ? null : string.Join(';', endpoints);
    }

    /// <summary>What is wrong with it, in words.</summary>
    /// <param name="configuration">What was read.</param>
    /// <param name="hasUrls">Another setting says where to listen.</param>
    public static IReadOnlyList<string> Faults(IConfiguration configuration, bool hasUrls)
    {
        var faults = Certificates(configuration).Select(CertificateCheck.Fault).OfType<string>().ToList();
        if (hasUrls && Urls(configuration) is not null)
        {
            faults.Add("Kestrel:Endpoints and Urls (--urls, PersonaGrain:Urls) both say where to listen; keep one of them");
        }

        faults.AddRange(configuration.GetSection(Section + ":Endpoints").GetChildren()
            .Where(static endpoint => endpoint["Url"] is null).Select(static endpoint => $"{endpoint.Path} has no Url; write such as https://127.0.0.1:5443"));
        return faults;
    }

    /// <summary>Has the server go by it.</summary>
    public static void Use(WebApplicationBuilder builder, IConfiguration configuration)
    {
        var absolute = Certificates(configuration)
            .SelectMany(static certificate => (string[])[certificate.Path + ":Path", certificate.Path + ":KeyPath"])
            .Where(key => configuration[key] is not null)
            .ToDictionary(static key => key, key => (string?)Path.GetFullPath(configuration[key]!));
        var section = new ConfigurationBuilder().AddConfiguration(configuration).AddInMemoryCollection(absolute).Build().GetSection(Section);
        builder.Services.Configure<KestrelServerOptions>(section);
        builder.WebHost.ConfigureKestrel(options => options.Configure(section));
        builder.WebHost.UseKestrelHttpsConfiguration();
    }

    private static IEnumerable<IConfigurationSection> Certificates(IConfiguration configuration) =>
        configuration.GetSection(Section + ":Certificates").GetChildren()
            .Concat(configuration.GetSection(Section + ":Endpoints").GetChildren().SelectMany(static endpoint =>
                endpoint.GetSection("Sni").GetChildren().Append(endpoint).Select(static holder => holder.GetSection("Certificate"))))
            .Append(configuration.GetSection(Section + ":EndpointDefaults:Certificate"))
            .Where(static certificate => certificate.Exists());

    // Only its names are used, to tell which settings there are.
    private sealed class KestrelSection
    {
        public IDictionary<string, EndpointSection> Endpoints { get; } = new Dictionary<string, EndpointSection>();

        public IDictionary<string, CertificateSection> Certificates { get; } = new Dictionary<string, CertificateSection>();

        public EndpointSection? EndpointDefaults { get; set; }

        public KestrelServerLimits Limits { get; } = new();

        public bool AddServerHeader { get; set; }

        public bool AllowSynchronousIO { get; set; }

        public bool AllowResponseHeaderCompression { get; set; }

        public bool AllowAlternateSchemes { get; set; }

        public bool AllowHostHeaderOverride { get; set; }

        public bool DisableStringReuse { get; set; }
    }

    private class SniSection
    {
        public HttpProtocols Protocols { get; set; }

        public IList<string> SslProtocols { get; } = [];

        public ClientCertificateMode ClientCertificateMode { get; set; }

        public CertificateSection? Certificate { get; set; }
    }

    private sealed class EndpointSection : SniSection
    {
        public string? Url { get; set; }

        public IDictionary<string, SniSection> Sni { get; } = new Dictionary<string, SniSection>();
    }

    private sealed class CertificateSection
    {
        public string? Path { get; set; }

        public string? KeyPath { get; set; }

        public string? Password { get; set; }

        public string? Subject { get; set; }

        public string? Store { get; set; }

        public string? Location { get; set; }

        public bool AllowInvalid { get; set; }
    }
}
