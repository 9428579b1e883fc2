"""Alternative text as XMP, which PNG and PDF readers and picture libraries understand.

IPTC Photo Metadata Standard 2021.1: Alt Text (Accessibility); Dublin Core: title, description.
"""

from __future__ import annotations

from xml.sax.saxutils import escape

_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"\
 xmlns:iptc="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/">
<dc:title>{title}</dc:title>
<dc:description>{description}</dc:description>
<iptc:AltTextAccessibility>{description}</iptc:AltTextAccessibility>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""


def xmp_packet(title: str, description: str) -> str:
    """Return the XMP packet of a figure's title and alternative text."""
    return _PACKET.format(title=_language(title), description=_language(description))


def _language(text: str) -> str:
    """Return a text as XMP has it, where it could stand in several languages."""
    entry = f'<rdf:li xml:lang="x-default">{escape(text)}</rdf:li>'
    return f"<rdf:Alt>{entry}</rdf:Alt>"
