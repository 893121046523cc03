using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Configuration;

namespace PersonaGrain.Gateway.Settings;

/// <summary>Tries a certificate before the server does, which would name neither the setting nor what to do.</summary>
internal static class CertificateCheck
{
    /// <summary>What is wrong with the certificate of a section (Path, KeyPath, Password), or null. The password is not repeated.</summary>
    internal static string? Fault(IConfigurationSection section)
    {
        if (section["Path"] is not { } path)
        {
            return null;
        }

        if ((Missing(section, "Path") ?? Missing(section, "KeyPath")) is { } missing)
        {
            return missing;
        }

        try
        {
            using var certificate = Load(Path.GetFullPath(path), section["KeyPath"], section["Password"]);
            return certificate.HasPrivateKey
                ? null
                : $"{section.Path}: the certificate in {Path.GetFullPath(path)} has no private key; set KeyPath to the PEM file of its key, be "
                    + "it the same file, or Path to a PKCS #12 file with both";
        }
        catch (CryptographicException)
        {
            return $"{section.Path}: the certificate in {Path.GetFullPath(path)} can not be opened: "
                + (section["Password"] is null ? "it may need a Password, or is" : "the Password is wrong, or it is") + " neither PKCS #12 nor PEM";
        }
        catch (ArgumentException) when (section["KeyPath"] is { } keyPath)
        {
            return $"{section.Path}:KeyPath: the key in {Path.GetFullPath(keyPath)} is that of another certificate than the one in "
                + $"{Path.GetFullPath(path)}";
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return $"{section.Path}: the certificate in {Path.GetFullPath(path)} can not be read: {fault.Message}";
        }
    }

    private static string? Missing(IConfigurationSection section, string name) =>
        section[name] is { } path && !File.Exists(path) ? $"{section.Path}:{name}: there is no file {Path.GetFullPath(path)}; write where the certificate is" : null;

    private static X509Certificate2 Load(string path, string? keyPath, string? password)
    {
        if (keyPath is not null)
        {
            return password is null ? X509Certificate2.CreateFromPemFile(path, keyPath) : X509Certificate2.CreateFromEncryptedPemFile(path, password, keyPath);
        }

        return X509Certificate2.GetCertContentType(path) == X509ContentType.Cert
            ? X509CertificateLoader.LoadCertificateFromFile(path)
            : X509CertificateLoader.LoadPkcs12FromFile(path, password);
    }
}
