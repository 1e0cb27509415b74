"""The SDK's file service: up, kept, down, and away. It has no awaited methods."""

import hashlib
import io
import os
import tempfile
from urllib.parse import urlsplit

from hiagent_api import up_types
from hiagent_api.up import UpService


def walk(base_url):
    place = urlsplit(base_url)
    service = UpService(endpoint=f"{place.scheme}://{place.netloc}", region="cn-north-1")
    service.set_ak("anybody")
    service.set_sk("anything")
    content = "第一周从九月一日开始".encode()
    digest = hashlib.sha256(content).hexdigest()

    request = up_types.UploadRawRequest(Expire="15h", Id="calendar", ContentType="text/plain", Sha256=digest)
    up = service.UploadRaw(request, io.BytesIO(content))
    assert (up.Size, up.Sha256) == (len(content), digest), up
    kept = service.LongLive(up_types.LongLiveRequest(Path=up.Path, Id="calendar"))
    assert kept.Size == len(content), kept
    key = service.DownloadKey(up_types.DownloadKeyRequest(Path=kept.Path)).Key
    with tempfile.TemporaryDirectory() as folder:
        there = os.path.join(folder, "calendar.txt")
        service.Download(up_types.DownloadRequest(Key=key, Path=kept.Path, SaveTo=there))
        with open(there, "rb") as file:
            assert file.read() == content
    service.Delete(up_types.DeleteRequest(Id="calendar", Sha256=digest))
